import { z } from "zod";
import { linksTo } from "../links.ts";
import { linksAnswer } from "./answer-attribute.ts";
import { anyText, ignored, readOnly, text } from "./attribute.ts";

/** @upstream magnum/api/controllers/v1/certificate.py `Certificate` */
export const certificateBodySchema = z.strictObject({
  cluster_uuid: text(1, 255),
  csr: anyText,
  pem: ignored,
  ca_cert_type: anyText.nullish(),
  links: readOnly,
});

/** A certificate; `csr` where one was signed. */
export const certificateAnswer = z.object({
  cluster_uuid: z.guid(),
  pem: z.string(),
  csr: z.string().optional(),
  links: linksAnswer,
});

/** A certificate of a cluster; `csr` where one was signed. */
export function certificateToWire(
  clusterUuid: string,
  certificate: { readonly pem: string; readonly csr?: string },
  baseUrl: string,
): z.input<typeof certificateAnswer> {
  return {
    cluster_uuid: clusterUuid,
    ...certificate,
    links: linksTo(baseUrl, "certificates", clusterUuid),
  };
}
