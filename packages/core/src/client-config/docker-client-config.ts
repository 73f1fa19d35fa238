import type { ClientConfigWriter } from "./client-config.ts";

/**
 * Docker's command line reads three files of fixed names in a directory.
 *
 * @upstream magnumclient/common/utils.py `_config_cluster_swarm`
 * @differs Without TLS nothing is said of it; there an empty variable stood.
 */
export const dockerClientConfig: ClientConfigWriter = {
  subject: { commonName: "admin" },
  write: ({ apiAddress, certificate, directory }) => ({
    files: certificate
      ? [
          { name: "ca.pem", content: certificate.caPem },
          { name: "cert.pem", content: certificate.certificatePem },
          { name: "key.pem", content: certificate.privateKeyPem },
        ]
      : [],
    environment: {
      DOCKER_HOST: apiAddress,
      ...(certificate && { DOCKER_CERT_PATH: directory, DOCKER_TLS_VERIFY: "True" }),
    },
  }),
};
