import type { RequestedSubject } from "../certificates/new-certificate-request.ts";
import type { Coe } from "../cluster/cluster-type.ts";
import { dockerClientConfig } from "./docker-client-config.ts";
import { kubernetesClientConfig } from "./kubernetes-client-config.ts";

/** What a tool needs to know to reach a cluster. */
export interface ClientConfig {
  /** In one directory, and for its owner alone: among them is a private key. */
  readonly files: readonly ClientConfigFile[];
  /** Environment variables that make the COE's own tool use the files. */
  readonly environment: Readonly<Record<string, string>>;
}
export interface ClientConfigFile {
  readonly name: string;
  readonly content: string;
}

/** A user's certificate for one cluster, all PEM. */
export interface ClientCertificate {
  /** Whom to believe: one certificate, or two during a rotation. */
  readonly caPem: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface ClientConfigRequest {
  readonly clusterName: string;
  readonly apiAddress: string;
  /** Undefined where the cluster works without TLS. */
  readonly certificate: ClientCertificate | undefined;
  /** Where the files will lie. */
  readonly directory: string;
}

/** How clients of one COE are configured. */
export interface ClientConfigWriter {
  /** Whom the user's certificate names. */
  readonly subject: RequestedSubject;
  /** Pure. */
  write(request: ClientConfigRequest): ClientConfig;
}

/**
 * By COE. What is not here, Mesos and DC/OS among it, has clients that need no more than the address.
 *
 * @upstream magnumclient/common/utils.py `config_cluster`
 */
const WRITERS: Readonly<Record<string, ClientConfigWriter>> = {
  kubernetes: kubernetesClientConfig,
  swarm: dockerClientConfig,
  "swarm-mode": dockerClientConfig,
};

/** Undefined where clients of that COE need no more than the address. */
export function clientConfigWriter(coe: Coe): ClientConfigWriter | undefined {
  return Object.hasOwn(WRITERS, coe) ? WRITERS[coe] : undefined;
}
