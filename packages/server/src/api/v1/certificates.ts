import { type Cluster, JeroboamError } from "@jeroboam/core";
import type { Rule } from "../../policy/rule-names.ts";
import { badRequest } from "../api-error.ts";
import type { ApiRequest, Route } from "../route.ts";
import { targetOf } from "../scope.ts";
import {
  certificateAnswer,
  certificateBodySchema,
  certificateToWire,
} from "../wire/certificate.ts";
import { readBody } from "../wire/read-body.ts";

const PATH = "/v1/certificates";

/** @upstream magnum/api/controllers/v1/certificate.py `CertificateController` */
export const certificateRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${PATH}/:cluster`,
    name: "get_one",
    summary: "Shows the certificate of a cluster's authority",
    answer: { status: 200, body: certificateAnswer },
    arguments: ["ca_cert_type"],
    async handle(request) {
      const { certificates, parameters, baseUrl } = request;
      const cluster = await ownCluster(request, "certificate:get", parameters["cluster"] ?? "");
      const pem = await certificates.caCertificatePem(cluster.uuid);
      return { status: 200, body: certificateToWire(cluster.uuid, { pem }, baseUrl) };
    },
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    summary: "Signs a certificate request with a cluster's authority",
    body: certificateBodySchema,
    answer: { status: 201, body: certificateAnswer },
    async handle(request) {
      const { certificates, baseUrl } = request;
      const wish = readBody(certificateBodySchema, request.json(), "certificate");
      const cluster = await ownCluster(request, "certificate:create", wish.cluster_uuid).catch(
        (error: unknown) => {
          if (JeroboamError.isInstance(error) && error.code === "JRB_CLUSTER_NOT_FOUND")
            throw badRequest(`Cluster ${wish.cluster_uuid} could not be found.`);
          throw error;
        },
      );
      const pem = await certificates.sign(cluster.uuid, wish.csr);
      return {
        status: 201,
        body: certificateToWire(cluster.uuid, { pem, csr: wish.csr }, baseUrl),
      };
    },
  },
];

/** A cluster of the caller's project whose certificates the caller may have. */
async function ownCluster(
  { view, enforce }: ApiRequest,
  rule: Rule,
  identifier: string,
): Promise<Cluster> {
  const cluster = await view.clusters.get(identifier);
  enforce(rule, targetOf(cluster));
  return cluster;
}
