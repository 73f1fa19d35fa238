import type { ClientConfig } from "../client-config/client-config.ts";
import { newClientConfig } from "../client-config/new-client-config.ts";
import type { Requester } from "../cloud/cloud.ts";
import { requireDriver } from "./cluster-driver.ts";
import type { ClusterConfigOptions } from "./change-requests.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { signCertificate } from "./cluster-certificates.ts";
import { visibleCluster } from "./visible.ts";

/** What a client of the cluster needs, with a certificate of its own. */
export async function clusterConfig<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  { directory = "." }: ClusterConfigOptions = {},
): Promise<ClientConfig> {
  const { store, certificates } = parts;
  const cluster = await visibleCluster(store, requester, identifier);
  const { template } = await requireDriver(parts, store, cluster);
  const { name, status, apiAddress, uuid } = cluster;
  const { coe, tlsDisabled } = template;
  return newClientConfig(
    { name, status, apiAddress, coe, tlsDisabled },
    {
      caPem: () => certificates.caCertificatePem(uuid),
      sign: (csrPem) => signCertificate(parts, requester, uuid, { csrPem }),
    },
    directory,
  );
}
