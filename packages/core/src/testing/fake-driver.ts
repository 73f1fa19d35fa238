import { z } from "zod";
import type { ClusterDriver } from "../driver/contract.ts";
import { defineDriver } from "../driver/define-driver.ts";
import { isMaster } from "../cluster/node-group.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { type ClusterStatus, statusOf } from "../state/status.ts";

interface FakeStack {
  readonly id: string;
  readonly operationId: string;
  status: ClusterStatus;
  /** Looks until it is complete. */
  looksLeft: number;
  nodeCount: number;
}

/** Infrastructure with state: stacks that complete after a few looks, and can be told to fail. */
export class FakeStacks {
  readonly byCluster = new Map<string, FakeStack>();
  /** Every request that made or changed something, in order. */
  readonly requests: string[] = [];
  looks = 2;
  /** How the next stack action ends. */
  ending: "COMPLETE" | "FAILED" = "COMPLETE";
  /** Errors for the next calls, first come first served. */
  readonly faults: Error[] = [];

  /** Comes before every look. */
  beforeLook: () => Promise<void> = async () => undefined;

  throwFault(): void {
    const fault = this.faults.shift();
    if (fault) throw fault;
  }
}

export function unavailable(): JeroboamError {
  return new JeroboamError("JRB_INTERNAL", "the cloud is unavailable", { retryable: true });
}

type Services = { stacks: FakeStacks };

export const fakeDriver: ClusterDriver<Services> = defineDriver<Services>({
  contractVersion: 1,
  name: "fake",
  stability: "stable",
  provides: [{ serverType: "vm", os: "debian", coe: "swarm-mode" }],
  requires: ["stacks"],
  containerVersion: "1.0",
  labels: z.strictObject({ colour: z.string().optional() }),
  resize: { masters: "fixed", workersMin: 0 },
  validate: ({ template }) =>
    template.externalNetworkId === null
      ? [
          {
            path: ["externalNetworkId"],
            code: "JRB_CLUSTER_INVALID",
            message: "external network missing",
          },
        ]
      : [],
  async createCluster({ services: { stacks } }, { cluster, operationId }) {
    stacks.throwFault();
    const known = stacks.byCluster.get(cluster.uuid);
    if (known) return { backingRef: known.id };
    stacks.requests.push("create");
    const id = `stack-${cluster.uuid}`;
    const nodeCount = cluster.nodeGroups.find((group) => !isMaster(group))?.nodeCount ?? 0;
    stacks.byCluster.set(cluster.uuid, {
      id,
      operationId,
      status: "CREATE_IN_PROGRESS",
      looksLeft: stacks.looks,
      nodeCount,
    });
    return { backingRef: id };
  },
  async updateCluster({ services: { stacks } }, { cluster, operationId }) {
    stacks.throwFault();
    const stack = stacks.byCluster.get(cluster.uuid);
    if (!stack) throw new JeroboamError("JRB_INTERNAL", "stack is gone");
    if (stack.operationId === operationId) return { backingRef: stack.id };
    stacks.requests.push("update");
    const nodeCount = cluster.nodeGroups.find((group) => !isMaster(group))?.nodeCount ?? 0;
    stacks.byCluster.set(cluster.uuid, {
      ...stack,
      operationId,
      status: "UPDATE_IN_PROGRESS",
      looksLeft: stacks.looks,
      nodeCount,
    });
    return { backingRef: stack.id };
  },
  async deleteCluster({ services: { stacks } }, { cluster }) {
    stacks.throwFault();
    stacks.requests.push("delete");
    const stack = stacks.byCluster.get(cluster.uuid);
    if (stack) {
      stack.status = "DELETE_IN_PROGRESS";
      stack.looksLeft = stacks.looks;
    }
    return { backingRef: stack?.id ?? null };
  },
  async observeCluster({ services: { stacks } }, { cluster }) {
    await stacks.beforeLook();
    stacks.throwFault();
    const stack = stacks.byCluster.get(cluster.uuid);
    if (!stack)
      return {
        nodeGroups: cluster.nodeGroups.map((group) => ({
          kind: "absent" as const,
          nodeGroupUuid: group.uuid,
          reason: "not found",
        })),
        attributes: {},
        progress: undefined,
      };
    if (stack.status.endsWith("IN_PROGRESS") && --stack.looksLeft <= 0) {
      const action = stack.status.split("_")[0] ?? "";
      if (action === "DELETE" && stacks.ending === "COMPLETE")
        stacks.byCluster.delete(cluster.uuid);
      stack.status = statusOf(action, stacks.ending) ?? stack.status;
    }
    const done = stack.status.endsWith("COMPLETE");
    return {
      nodeGroups: cluster.nodeGroups.map((group) => ({
        kind: "present" as const,
        nodeGroupUuid: group.uuid,
        status: stack.status,
        reason: `Stack ${stack.status}`,
        nodeAddresses: done ? [`10.0.0.${group.nodeCount}`] : undefined,
        nodeCount: done && !isMaster(group) ? stack.nodeCount : undefined,
      })),
      attributes: done ? { apiAddress: "tcp://10.0.0.1:2376" } : {},
      progress: { done: stacks.looks - stack.looksLeft, total: stacks.looks },
    };
  },
});
