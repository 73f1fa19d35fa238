import type { ClientCertificate, ClientConfigWriter } from "./client-config.ts";

const FILE = "config";

/**
 * A kubeconfig that holds the certificates itself, so that it can be moved and merged.
 *
 * @upstream magnumclient/common/utils.py `_config_cluster_kubernetes`
 */
export const kubernetesClientConfig: ClientConfigWriter = {
  subject: { commonName: "admin", organization: "system:masters" },
  write: ({ clusterName, apiAddress, certificate, directory }) => ({
    files: [{ name: FILE, content: kubeconfig(clusterName, apiAddress, certificate) }],
    environment: { KUBECONFIG: `${directory}/${FILE}` },
  }),
};

/** YAML by hand: every value is quoted, or base64. */
function kubeconfig(
  clusterName: string,
  server: string,
  certificate: ClientCertificate | undefined,
): string {
  const name = JSON.stringify(clusterName);
  const user = JSON.stringify(`${clusterName}-admin`);
  const authority = certificate
    ? [`    certificate-authority-data: ${base64(certificate.caPem)}`]
    : [];
  const credentials = certificate
    ? [
        `    client-certificate-data: ${base64(certificate.certificatePem)}`,
        `    client-key-data: ${base64(certificate.privateKeyPem)}`,
      ]
    : ["    {}"];
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    `- name: ${name}`,
    "  cluster:",
    ...authority,
    `    server: ${JSON.stringify(server)}`,
    "users:",
    `- name: ${user}`,
    "  user:",
    ...credentials,
    "contexts:",
    `- name: ${name}`,
    "  context:",
    `    cluster: ${name}`,
    `    user: ${user}`,
    `current-context: ${name}`,
    "",
  ].join("\n");
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
