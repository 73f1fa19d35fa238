import { z } from "zod";
import { linksTo } from "../links.ts";
import { MICROVERSIONS, type Microversion } from "../microversion.ts";
import { linksAnswer } from "./answer-attribute.ts";
import { anyText, readOnly, text } from "./attribute.ts";

/** @upstream magnum/api/controllers/v1/certificate.py `Certificate` */
export const certificateBodySchema = z.strictObject({
  cluster_uuid: text(1, 255),
  csr: text(1, Number.MAX_SAFE_INTEGER),
  pem: anyText.nullish(),
  ca_cert_type: anyText.nullish(),
  links: readOnly,
  created_at: readOnly,
  updated_at: readOnly,
});

/**
 * A request body with the cluster under its one name.
 *
 * Until 1.10 it may also be called `bay_uuid`.
 */
export function withClusterUuid(body: unknown, version: Microversion): unknown {
  if (version >= MICROVERSIONS.noBays || typeof body !== "object" || body === null) return body;
  if (Array.isArray(body) || !("bay_uuid" in body)) return body;
  const { bay_uuid: bayUuid, ...rest } = body;
  return { cluster_uuid: bayUuid, ...rest };
}

/** A certificate; `csr` where one was signed. */
export const certificateAnswer = z.object({
  cluster_uuid: z.guid(),
  /** Until 1.10. */
  bay_uuid: z.guid().optional(),
  pem: z.string(),
  csr: z.string().optional(),
  /** While a rotation waits for its second phase; `pem` then holds the new certificate and the former one. */
  rotation: z.literal("prepared").optional(),
  links: linksAnswer,
});

/** A certificate of a cluster; `csr` where one was signed. */
export function certificateToWire(
  clusterUuid: string,
  certificate: {
    readonly pem: string;
    readonly csr?: string;
    readonly rotation?: "prepared";
  },
  baseUrl: string,
  version: Microversion,
): z.input<typeof certificateAnswer> {
  return {
    ...(version < MICROVERSIONS.noBays ? { bay_uuid: clusterUuid } : {}),
    cluster_uuid: clusterUuid,
    ...certificate,
    links: linksTo(baseUrl, "certificates", clusterUuid),
  };
}
