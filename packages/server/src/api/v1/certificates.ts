import { type Cluster, JeroboamError } from "@jeroboam/core";
import type { Rule } from "../../policy/rule-names.ts";
import { badRequest } from "../api-error.ts";
import type { ApiRequest, Route } from "../route.ts";
import { targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";
import {
  certificateAnswer,
  certificateBodySchema,
  certificateToWire,
  withClusterUuid,
} from "../wire/certificate.ts";
import { readBody } from "../wire/read-body.ts";

const PATH = "/v1/certificates";
const ITEM = `${PATH}/:cluster`;

/**
 * Certificates of clusters of the own project, for admins too.
 *
 * @upstream magnum/api/controllers/v1/certificate.py `CertificateController`
 * @differs a cluster has one authority, which `ca_cert_type` names under each of its names
 */
export const certificateRoutes: readonly Route[] = [
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Shows the certificate of a cluster's authority",
    answer: { status: 200, body: certificateAnswer },
    arguments: ["ca_cert_type"],
    async handle(request) {
      const { certificates, baseUrl, version } = request;
      const cluster = await clusterOfPath(request, "certificate:get");
      const pem = await certificates.caCertificatePem(cluster.uuid);
      return { status: 200, body: certificateToWire(cluster.uuid, { pem }, baseUrl, version) };
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
      const { certificates, baseUrl, version } = request;
      const body = withClusterUuid(request.json(), version);
      const wish = readBody(certificateBodySchema, body, "certificate");
      const cluster = await ownCluster(request, "certificate:create", wish.cluster_uuid).catch(
        (error: unknown) => {
          if (JeroboamError.isInstance(error) && error.code === "JRB_CLUSTER_NOT_FOUND")
            throw badRequest(`Cluster ${wish.cluster_uuid} could not be found.`);
          throw error;
        },
      );
      const pem = await certificates.sign(cluster.uuid, wish.csr);
      const signed = { pem, csr: wish.csr };
      return { status: 201, body: certificateToWire(cluster.uuid, signed, baseUrl, version) };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Makes a new authority for a cluster and hands it to the nodes",
    answer: { status: 202, body: acceptedAnswer },
    async handle(request) {
      const cluster = await clusterOfPath(request, "certificate:rotate_ca");
      await request.view.clusters.rotateCaCertificate(cluster.uuid);
      return { status: 202, body: { uuid: cluster.uuid } };
    },
  },
];

function clusterOfPath(request: ApiRequest, rule: Rule): Promise<Cluster> {
  return ownCluster(request, rule, request.parameters["cluster"] ?? "");
}

/** A cluster of the caller's project whose certificates the rule opens to the caller. */
async function ownCluster(
  { view, enforce }: ApiRequest,
  rule: Rule,
  identifier: string,
): Promise<Cluster> {
  const cluster = await view.clusters.get(identifier);
  enforce(rule, targetOf(cluster));
  return cluster;
}
