import type { Requester } from "../cloud/cloud.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { acceptChange } from "./accept-operation.ts";
import { requireDriver } from "./cluster-driver.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { visibleCluster } from "./visible.ts";

/**
 * Stores the rotation of a cluster's certificate authority.
 *
 * @upstream magnum/conductor/handlers/ca_conductor.py `Handler.rotate_ca_certificate`
 */
export async function rotateCaCertificate<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    const { driver, template } = await requireDriver(parts, rows, cluster);
    const next = requestedCluster(cluster, { kind: "rotate-ca", nodeGroup: null });
    if (!next) throw notAllowed("Rotating the CA certificate of", cluster);
    if (template.tlsDisabled)
      throw new JeroboamError(
        "JRB_TLS_DISABLED",
        "Rotating the CA certificate on a non-TLS cluster is not supported",
        { details: { cluster: cluster.uuid } },
      );
    if (!driver.certificates)
      throw notOffered(
        driver,
        "certificates",
        `Driver ${driver.name} cannot hand a new certificate authority to nodes.`,
      );
    const now = parts.clock.now();
    return acceptChange(rows, { before: cluster, next, kind: "rotate-ca", requester, now });
  });
  parts.wakeUp.notify();
  return change;
}
