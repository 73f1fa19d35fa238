import { z } from "zod";
import { linksTo } from "../links.ts";
import { anyText, ignored, readOnly, text } from "./attribute.ts";

/** @upstream magnum/api/controllers/v1/certificate.py `Certificate` */
export const certificateBodySchema = z.strictObject({
  cluster_uuid: text(1, 255),
  csr: anyText,
  pem: ignored,
  ca_cert_type: anyText.nullish(),
  links: readOnly,
});

/** A certificate of a cluster; `csr` where one was signed. */
export function certificateToWire(
  clusterUuid: string,
  certificate: { readonly pem: string; readonly csr?: string },
  baseUrl: string,
) {
  return {
    cluster_uuid: clusterUuid,
    ...certificate,
    links: linksTo(baseUrl, "certificates", clusterUuid),
  };
}
