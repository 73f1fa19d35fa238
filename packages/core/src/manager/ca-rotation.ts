import type { PreparedRotation } from "../certificates/certificate-port.ts";
import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { newOperation } from "../operation/new-operation.ts";
import type { Operation, OperationKind } from "../operation/operation.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import type { StoreRows } from "../store/store.ts";
import { acceptChange, acceptOperation, type ClusterChange } from "./accept-operation.ts";
import { requireDriver } from "./cluster-driver.ts";
import type { Identifier, RotationOptions } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import { visibleCluster } from "./visible.ts";

/**
 * Stores the rotation of a cluster's certificate authorities: the operation that prepares it, the one
 * that completes it, or one behind the other.
 *
 * @upstream magnum/conductor/handlers/ca_conductor.py `Handler.rotate_ca_certificate`
 * @differs upstream takes the former authority away while nodes still trust it alone
 */
export async function rotateCaCertificate<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: Identifier,
  { phase }: RotationOptions = {},
): Promise<AcceptedChange> {
  const prepared = await preparedRotation(parts, requester, identifier);
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const before = await visibleCluster(rows, requester, identifier);
    const kind: OperationKind = phase === "complete" ? "retire-ca" : "rotate-ca";
    const next = await requireRotatable(parts, rows, before, kind);
    const now = parts.clock.now();
    const asked = { before, next, kind, requester, now };
    if (phase === "complete") {
      const rotation = await takenOver(rows, before, prepared);
      return acceptChange(rows, { ...asked, input: { rotation } });
    }
    const accepted = await acceptChange(rows, asked);
    return phase === "prepare" ? accepted : acceptRetirement(rows, asked, accepted);
  });
  parts.wakeUp.notify();
  return change;
}

/** The rotation that waits for its second phase; undefined when none does. */
export async function preparedRotation<Services>(
  { store, certificates }: ManagerParts<Services>,
  requester: Requester,
  identifier: Identifier,
): Promise<PreparedRotation | undefined> {
  const { uuid } = await visibleCluster(store, requester, identifier);
  return certificates.rotationOf(uuid);
}

/** Stores, behind the operation that prepares a rotation, the one that completes it. */
export async function acceptRetirement(
  rows: StoreRows,
  { requester, now }: Pick<ClusterChange, "requester" | "now">,
  { cluster, operation }: { readonly cluster: Cluster; readonly operation: Operation },
): Promise<{ readonly cluster: Cluster; readonly operation: Operation }> {
  const retirement = newOperation("retire-ca", cluster, requester.userId, now, {
    former: operation.input.former,
    rotation: operation.uuid,
  });
  return { cluster, operation: await acceptOperation(rows, cluster, cluster, retirement) };
}

/** The cluster as it stands while its authorities change. */
async function requireRotatable<Services>(
  parts: ManagerParts<Services>,
  rows: StoreRows,
  cluster: Cluster,
  kind: OperationKind,
): Promise<Cluster> {
  const { driver, template } = await requireDriver(parts, rows, cluster);
  const next = requestedCluster(cluster, { kind, nodeGroup: null });
  if (!next) throw notAllowed("Rotating the CA certificate of", cluster);
  if (template.tlsDisabled)
    throw new JeroboamError(
      "JRB_TLS_DISABLED",
      "Rotating the CA certificate on a non-TLS cluster is not supported",
      { details: { cluster: cluster.uuid } },
    );
  if (driver.certificates) return next;
  throw notOffered(
    driver,
    "certificates",
    `Driver ${driver.name} cannot hand a new certificate authority to nodes.`,
  );
}

/** Uuid of the operation by which all nodes took over what is prepared. */
async function takenOver(
  rows: StoreRows,
  cluster: Cluster,
  prepared: PreparedRotation | undefined,
): Promise<string> {
  const operations = await rows.operations.ofCluster(cluster.uuid);
  const last = operations.findLast(({ kind }) => kind === "rotate-ca");
  if (prepared && last?.state === "succeeded") return last.uuid;
  throw new JeroboamError(
    "JRB_NO_ROTATION_PREPARED",
    `Cluster ${cluster.name} has no new certificate authority that all its nodes took over; prepare a rotation first.`,
    { details: { cluster: cluster.uuid } },
  );
}
