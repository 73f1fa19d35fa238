import type { CertificateProfile } from "@jeroboam/core";

/** How this driver's stacks name their servers. */
const WORKER = "[a-z0-9-]+-node-[0-9]+";
const MASTER = "[a-z0-9-]+-master-[0-9]+";

/**
 * The certificates of a Kubernetes cluster.
 *
 * All nodes log in alike, so what makes a worker the cluster's master is for those alone who hold the
 * service accounts' key. Nobody but users becomes a member of `system:masters`.
 *
 * @upstream magnum/drivers/common/templates/kubernetes/fragments/make-cert.sh
 * @differs no node may have what it asks for by its name alone
 */
export const certificateProfiles: readonly CertificateProfile[] = [
  {
    name: "kubelet",
    authority: "cluster",
    for: "node",
    commonName: new RegExp(`system:node:${WORKER}`),
    organizations: ["system:nodes"],
    usages: ["server", "client"],
    dnsNames: [new RegExp(WORKER)],
  },
  {
    name: "kube-proxy",
    authority: "cluster",
    for: "node",
    commonName: /system:kube-proxy/,
    organizations: [],
    usages: ["client"],
    dnsNames: [],
  },
  {
    name: "kubelet of a master",
    authority: "cluster",
    for: "master",
    commonName: new RegExp(`system:node:${MASTER}`),
    organizations: ["system:nodes"],
    usages: ["server", "client"],
    dnsNames: [new RegExp(MASTER)],
  },
  {
    name: "kube-apiserver",
    authority: "cluster",
    for: "master",
    commonName: /kube-apiserver/,
    organizations: [],
    usages: ["server"],
    dnsNames: [/kubernetes(\.default(\.svc(\.cluster\.local)?)?)?/, new RegExp(MASTER)],
  },
  {
    name: "kubelet client of kube-apiserver",
    authority: "cluster",
    for: "master",
    commonName: /kube-apiserver-kubelet-client/,
    organizations: [],
    usages: ["client"],
    dnsNames: [],
  },
  {
    name: "etcd",
    authority: "etcd",
    for: "master",
    commonName: /etcd/,
    organizations: [],
    usages: ["server", "client"],
    dnsNames: [],
  },
  {
    name: "admin",
    authority: "cluster",
    for: "user",
    commonName: /admin/,
    organizations: ["system:masters"],
    usages: ["client"],
    dnsNames: [],
  },
  {
    name: "user",
    authority: "cluster",
    for: "user",
    commonName: /(?!system:).*/i,
    organizations: "any",
    usages: ["client"],
    dnsNames: [],
  },
];
