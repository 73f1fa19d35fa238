import type { Accepted, DriverContext, OperationRequest } from "../driver/contract.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { Labels } from "../cluster/labels.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { Capability } from "../driver/facets.ts";
import type { OperationKind } from "../operation/operation.ts";
import type { OperationRun } from "./operation-run.ts";

/** What the infrastructure took, and what the cluster becomes by that. */
export interface TakenRequest extends Accepted {
  /** The labels after an upgrade. */
  readonly labels?: Labels;
}

type Ask = <Services>(
  run: OperationRun<Services>,
  context: DriverContext<Services>,
  request: OperationRequest,
) => Promise<TakenRequest>;

/** What each kind of operation asks of the driver. A repeat finds what is there. */
export const INFRASTRUCTURE_REQUESTS: Readonly<Record<OperationKind, Ask>> = {
  create: ({ driver, cluster }, context, request) =>
    driver.createCluster(context, { ...request, timeoutMinutes: cluster.createTimeoutMinutes }),
  update: changeNodeCount,
  resize: changeNodeCount,
  async upgrade(run, context, request) {
    const { targetTemplate, maxBatchSize } = run.operation.input;
    const target = targetTemplate && (await run.parts.store.clusterTemplates.find(targetTemplate));
    if (!target)
      throw new JeroboamError(
        "JRB_TEMPLATE_NOT_FOUND",
        `ClusterTemplate ${targetTemplate ?? ""} could not be found.`,
        { details: { clusterTemplate: targetTemplate } },
      );
    return offered(run, "upgrade", run.driver.upgrade).upgradeCluster(context, {
      ...request,
      nodeGroup: namedGroup(run, run.operation.input.upgradedGroup),
      target,
      maxBatchSize: maxBatchSize ?? 1,
    });
  },
  "rotate-ca": handAuthorities,
  "retire-ca": handAuthorities,
  "rotate-credential": (run, context, request) =>
    offered(run, "credentials", run.driver.credentials).rotateCredential(context, request),
  "create-node-group": (run, context, request) =>
    offered(run, "nodeGroups", run.driver.nodeGroups).createNodeGroup(context, {
      ...request,
      nodeGroup: namedGroup(run, run.operation.input.nodeGroup),
      timeoutMinutes: run.cluster.createTimeoutMinutes,
    }),
  "delete-node-group": (run, context, request) =>
    offered(run, "nodeGroups", run.driver.nodeGroups).deleteNodeGroup(context, {
      ...request,
      nodeGroup: namedGroup(run, run.operation.input.nodeGroup),
    }),
  delete: ({ driver }, context, request) => driver.deleteCluster(context, request),
};

async function handAuthorities<Services>(
  run: OperationRun<Services>,
  context: DriverContext<Services>,
  request: OperationRequest,
): Promise<Accepted> {
  return offered(run, "certificates", run.driver.certificates).rotateCaCertificate(
    context,
    request,
  );
}

async function changeNodeCount<Services>(
  run: OperationRun<Services>,
  context: DriverContext<Services>,
  request: OperationRequest,
): Promise<Accepted> {
  const { rollback, nodesToRemove, nodesMayBeGone } = run.operation.input;
  if (run.operation.input.nodeGroup !== null)
    return offered(run, "nodeGroups", run.driver.nodeGroups).updateNodeGroup(context, {
      ...request,
      nodeGroup: namedGroup(run, run.operation.input.nodeGroup),
      nodesToRemove,
      nodesMayBeGone,
      rollback,
    });
  return run.driver.updateCluster(context, {
    ...request,
    nodesToRemove: await nodesToLose(run, context),
    nodesMayBeGone,
    rollback,
  });
}

async function nodesToLose<Services>(
  run: OperationRun<Services>,
  context: DriverContext<Services>,
): Promise<readonly string[]> {
  const { input } = run.operation;
  if (input.nodesToRemove.length > 0) return input.nodesToRemove;
  const lost = run.cluster.nodeGroups.reduce(
    (sum, group) => sum + Math.max(0, (input.formerNodeCounts[group.uuid] ?? 0) - group.nodeCount),
    0,
  );
  if (lost === 0) return [];
  const snapshot = { cluster: run.cluster, template: run.template };
  return (await run.driver.resize?.selectNodesToRemove?.(context, snapshot, lost)) ?? [];
}

/** The group that the operation names; never another one in its place. */
function namedGroup<Services>({ cluster }: OperationRun<Services>, uuid: string | null): NodeGroup {
  const group = cluster.nodeGroups.find((one) => one.uuid === uuid);
  if (group) return group;
  throw new JeroboamError(
    "JRB_NODE_GROUP_NOT_FOUND",
    `Cluster ${cluster.name} has no node group ${uuid ?? "of that operation"} any more.`,
    { details: { nodeGroup: uuid, cluster: cluster.uuid } },
  );
}

/** A driver that was replaced meanwhile may lack what it offered when the request was accepted. */
function offered<Services, Facet>(
  { driver }: OperationRun<Services>,
  capability: Capability,
  facet: Facet | undefined,
): Facet {
  if (facet !== undefined) return facet;
  throw new JeroboamError(
    "JRB_NOT_SUPPORTED_BY_DRIVER",
    `Driver ${driver.name} does not offer ${capability}.`,
    { details: { capability, driver: driver.name } },
  );
}
