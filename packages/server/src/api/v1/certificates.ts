import {
  type AuthorityKind,
  type Cluster,
  JeroboamError,
  type RotationOptions,
} from "@jeroboam/core";
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
 * @differs a cluster has the authorities that its driver asks for; `ca_cert_type` names the cluster's own where
 *   it names none of them
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
      const { view, baseUrl, version, query } = request;
      const { uuid } = await clusterOfPath(request, "certificate:get");
      const [pem, prepared] = await Promise.all([
        view.clusters.caCertificate(uuid, authorityKind(query.get("ca_cert_type"))),
        view.clusters.preparedRotation(uuid),
      ]);
      const shown = { pem, ...(prepared && { rotation: "prepared" as const }) };
      return { status: 200, body: certificateToWire(uuid, shown, baseUrl, version) };
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
      const { view, baseUrl, version } = request;
      const body = withClusterUuid(request.json(), version);
      const wish = readBody(certificateBodySchema, body, "certificate");
      const cluster = await ownCluster(request, "certificate:create", wish.cluster_uuid).catch(
        (error: unknown) => {
          if (JeroboamError.isInstance(error) && error.code === "JRB_CLUSTER_NOT_FOUND")
            throw badRequest(`Cluster ${wish.cluster_uuid} could not be found.`);
          throw error;
        },
      );
      const authority = authorityKind(wish.ca_cert_type ?? undefined);
      const pem = await view.clusters.signCertificate(cluster.uuid, {
        csrPem: wish.csr,
        authority,
      });
      const signed = { pem, csr: wish.csr };
      return { status: 201, body: certificateToWire(cluster.uuid, signed, baseUrl, version) };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary:
      "Makes new authorities for a cluster, hands them to the nodes and takes the former ones away",
    answer: { status: 202, body: acceptedAnswer },
    arguments: ["phase"],
    async handle(request) {
      const cluster = await clusterOfPath(request, "certificate:rotate_ca");
      await request.view.clusters.rotateCaCertificate(
        cluster.uuid,
        rotationPhase(request.query.get("phase")),
      );
      return { status: 202, body: { uuid: cluster.uuid } };
    },
  },
];

/** What Magnum calls them; anything else is the cluster's own. */
const AUTHORITY_NAMES: Readonly<Record<string, AuthorityKind>> = {
  etcd: "etcd",
  front_proxy: "front-proxy",
  "front-proxy": "front-proxy",
};

function authorityKind(name: string | undefined): AuthorityKind {
  return (
    (name !== undefined && Object.hasOwn(AUTHORITY_NAMES, name) && AUTHORITY_NAMES[name]) ||
    "cluster"
  );
}

function rotationPhase(phase: string | undefined): RotationOptions {
  if (phase === undefined) return {};
  if (phase === "prepare" || phase === "complete") return { phase };
  throw badRequest(
    `Invalid input for field/attribute phase. Value: '${phase}'. It is prepare, complete, or left out for both.`,
  );
}

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
