import type { AuthorityKind } from "../certificates/authority-kind.ts";
import { DEFAULT_PROFILES } from "../certificates/certificate-profile.ts";
import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requireDriver } from "./cluster-driver.ts";
import type { Identifier, SigningRequest } from "./change-requests.ts";
import type { StoreRows } from "../store/store.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { clusterNotFound, visibleCluster } from "./visible.ts";

/**
 * The certificate of one of the cluster's authorities, PEM; during a rotation the new one and then the
 * former one. A kind that the cluster's driver does not ask for is the cluster's own.
 */
export async function caCertificate<Services>(
  { store, certificates }: ManagerParts<Services>,
  requester: Requester,
  identifier: Identifier,
  authority: AuthorityKind = "cluster",
): Promise<string> {
  const { uuid } = await ownCluster(store, requester, identifier);
  return certificates.caCertificatePem(uuid, authority).catch((error: unknown) => {
    const isMissing = JeroboamError.isInstance(error) && error.code === "JRB_CERTIFICATE_NOT_FOUND";
    if (isMissing && authority !== "cluster") return certificates.caCertificatePem(uuid);
    throw error;
  });
}

/** Signs a request as the driver's profiles say for whoever sends it. */
export async function signCertificate<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: Identifier,
  { csrPem, authority = "cluster" }: SigningRequest,
): Promise<string> {
  const { store, certificates } = parts;
  const cluster = await ownCluster(store, requester, identifier);
  const { driver, template } = await requireDriver(parts, store, cluster);
  const { certificateAuthorities = ["cluster"] } = driver;
  return certificates.sign(cluster.uuid, csrPem, {
    authority: certificateAuthorities.includes(authority) ? authority : "cluster",
    by: requester.ownCluster === undefined ? "user" : "node",
    profiles: driver.certificateProfiles?.({ cluster, template }) ?? DEFAULT_PROFILES,
  });
}

/** A cluster that the requester may see; nodes see none but their own. */
async function ownCluster(
  rows: StoreRows,
  requester: Requester,
  identifier: Identifier,
): Promise<Cluster> {
  const cluster = await visibleCluster(rows, requester, identifier);
  if ((requester.ownCluster ?? cluster.uuid) === cluster.uuid) return cluster;
  throw clusterNotFound(identifier);
}
