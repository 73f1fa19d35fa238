import { z } from "zod";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { requestObject, toWire } from "../wire/request-object.ts";

type ContainerInfra = ServiceClient<"container-infra">;

const pemSchema = z.looseObject({ pem: z.string() }).transform(({ pem }) => pem);

/** Which of a cluster's authorities; not every cluster has each. */
export type AuthorityType = "kubernetes" | "kubelet" | "etcd" | "front-proxy";

/** Gets the certificate of a cluster's authority, PEM; several while it is rotated. */
export async function getCaCertificate(
  magnum: ContainerInfra,
  clusterUuid: string,
  choice: { readonly caCertType?: AuthorityType } = {},
): Promise<string> {
  return magnum.json(pemSchema, {
    path: path`/certificates/${clusterUuid}`,
    query: { ca_cert_type: choice.caCertType },
  });
}

const requestSchema = requestObject({
  clusterUuid: z.string(),
  /** PKCS#10, PEM. */
  csr: z.string(),
  caCertType: z.string().optional(),
});
/** What is to be certified, and by which authority. */
export type CertificateRequest = z.input<typeof requestSchema>;

/** Has a cluster's authority sign a request; answers the certificate, PEM. */
export async function signCertificate(
  magnum: ContainerInfra,
  request: CertificateRequest,
): Promise<string> {
  const json = toWire(requestSchema, request, "sign a certificate");
  return magnum.json(pemSchema, { method: "POST", path: "/certificates", json });
}

/**
 * Begins to give a cluster a new authority, in both phases or, where a Jeroboam serves the API, in one
 * of them. Needs microversion 1.5.
 */
export async function rotateCaCertificate(
  magnum: ContainerInfra,
  clusterUuid: string,
  choice: { readonly phase?: "prepare" | "complete" } = {},
): Promise<void> {
  const { phase } = choice;
  await magnum.send({
    method: "PATCH",
    path: path`/certificates/${clusterUuid}`,
    query: { phase },
  });
}
