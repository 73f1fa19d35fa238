import { newCertificateRequest } from "../certificates/new-certificate-request.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { type ClientCertificate, type ClientConfig, clientConfigWriter } from "./client-config.ts";

/** A cluster as its clients see it, be it a row or an answer of the API. */
export interface ConfiguredCluster
  extends Pick<Cluster, "name" | "apiAddress">,
    Pick<ClusterTemplate, "coe" | "tlsDisabled"> {
  readonly status: string;
}

/** Who certifies the clients of one cluster. */
export interface ClientSigner {
  /** The cluster's CA, PEM. */
  caPem(): Promise<string>;
  /** Signs a PEM request; answers the certificate, PEM. */
  sign(csrPem: string): Promise<string>;
}

/**
 * Makes a key, has it certified, and says what a client's files and environment are. The key is in the
 * answer alone.
 *
 * @throws `JRB_CLUSTER_NOT_READY` for a cluster without an API address.
 * @upstream magnumclient/common/utils.py `config_cluster`
 * @differs Whether there is an address counts, not which status there is.
 */
export async function newClientConfig(
  { name, status, apiAddress, coe, tlsDisabled }: ConfiguredCluster,
  signer: ClientSigner,
  directory: string,
): Promise<ClientConfig> {
  const writer = clientConfigWriter(coe);
  if (!writer) return { files: [], environment: {} };
  if (apiAddress === null)
    throw new JeroboamError(
      "JRB_CLUSTER_NOT_READY",
      `Cluster ${name} is ${status} and has no API address that clients could use; wait until it is complete.`,
      { details: { cluster: name, status } },
    );
  const certificate = tlsDisabled ? undefined : await certified(writer.subject, signer);
  return writer.write({ clusterName: name, apiAddress, certificate, directory });
}

async function certified(
  subject: Parameters<typeof newCertificateRequest>[0],
  signer: ClientSigner,
): Promise<ClientCertificate> {
  const { csrPem, privateKeyPem } = await newCertificateRequest(subject);
  const [caPem, certificatePem] = await Promise.all([signer.caPem(), signer.sign(csrPem)]);
  return { caPem, certificatePem, privateKeyPem };
}
