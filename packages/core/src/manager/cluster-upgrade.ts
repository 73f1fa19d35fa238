import type { Requester } from "../cloud/cloud.ts";
import { defaultMasterGroup } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { acceptChange } from "./accept-operation.ts";
import { requireDriver } from "./cluster-driver.ts";
import { ownGroup, requireGroup } from "./named-group.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import { requireVersion } from "./require-version.ts";
import type { ChangeOptions, ClusterUpgradeRequest } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { RecordOutcome } from "./once.ts";
import { useTemplate } from "./template-use.ts";
import { visibleCluster, visibleTemplate } from "./visible.ts";

/**
 * Stores the upgrade of a cluster, or of one node group, to a cluster template.
 *
 * @upstream magnum/api/controllers/v1/cluster_actions.py `ActionsController.upgrade`
 */
export async function upgradeCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  request: ClusterUpgradeRequest,
  record: RecordOutcome,
  options?: ChangeOptions,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    requireVersion(cluster, options);
    const target = await visibleTemplate(rows, requester, request.clusterTemplate);
    const group =
      request.nodeGroup === undefined
        ? (defaultMasterGroup(cluster) ?? requireGroup(cluster, undefined))
        : requireGroup(cluster, request.nodeGroup);
    const { driver, template } = await requireDriver(parts, rows, cluster);
    requireOwnTemplate(template, group, target);
    const nodeGroup = ownGroup(group);
    const next = requestedCluster(cluster, { kind: "upgrade", nodeGroup });
    if (!next) throw notAllowed("Upgrading", cluster);
    if (!driver.upgrade)
      throw notOffered(driver, "upgrade", "Cluster upgrade is not supported by this driver.");
    requireSameKind(parts, driver, template, target);
    const [issue] = driver.upgrade.validateUpgrade({
      cluster: { cluster, template },
      nodeGroup: group,
      target,
    });
    if (issue) throw notUpgradable(issue.message, target);
    await useTemplate(rows, target);
    const accepted = await acceptChange(rows, {
      before: cluster,
      next,
      kind: "upgrade",
      requester,
      now: parts.clock.now(),
      input: {
        nodeGroup,
        upgradedGroup: group.uuid,
        targetTemplate: target.uuid,
        maxBatchSize: request.maxBatchSize ?? 1,
      },
    });
    await record(rows, accepted.operation.uuid);
    return accepted;
  });
  parts.wakeUp.notify();
  return change;
}

function requireOwnTemplate(own: ClusterTemplate, group: NodeGroup, target: ClusterTemplate): void {
  if (group.isDefault || target.uuid === own.uuid) return;
  throw notUpgradable(
    `Nodegroup ${group.name} can be upgraded only to match cluster's template (${own.name}).`,
    target,
  );
}

/** The nodes change their software; what they are, and who makes them, stays. */
function requireSameKind<Services>(
  { drivers }: ManagerParts<Services>,
  driver: ClusterDriver<Services>,
  own: ClusterTemplate,
  target: ClusterTemplate,
): void {
  const other = drivers.ofTemplate(target);
  if (other.name !== driver.name)
    throw notUpgradable(`its driver is ${other.name}, the cluster's is ${driver.name}`, target);
  if (target.tlsDisabled !== own.tlsDisabled)
    throw notUpgradable("one works with certificates, the other without", target);
}

function notUpgradable(reason: string, target: ClusterTemplate): JeroboamError {
  return new JeroboamError(
    "JRB_UPGRADE_TEMPLATE_INVALID",
    `Cluster Template is not valid for upgrade: ${reason}`,
    { details: { reason, clusterTemplate: target.uuid } },
  );
}
