import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "@jeroboam/openstack-simulator";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import {
  type ChangeKind,
  type Ledger,
  type LedgerChange,
  type LedgerCluster,
  outcomeOf,
} from "./ledger.ts";

/** Clusters that one client has at a time. */
const MOST_CLUSTERS = 4;

export interface TenantOptions {
  /** Distinguishes its clusters' names. */
  readonly name: string;
  readonly project: string;
  readonly template: string;
  readonly client: ApiClient;
  readonly random: Random;
  readonly ledger: Ledger;
}

const acceptedSchema = z.looseObject({ uuid: z.string() });

/** A client that makes, changes and deletes clusters until stopped, and writes down what it was promised. */
export async function keepAsking(options: TenantOptions, stop: AbortSignal): Promise<void> {
  const { random, ledger } = options;
  let made = 0;
  while (!stop.aborted) {
    const own = ledger.clusters.filter(
      ({ name, deletion, creation }) =>
        name.startsWith(`${options.name}-`) && creation === "accepted" && deletion === undefined,
    );
    const chosen = own[Math.floor(random.next() * own.length)];
    ledger.requests += 1;
    if (!chosen || (own.length < MOST_CLUSTERS && random.next() < 0.4)) {
      made += 1;
      await createCluster(options, `${options.name}-${made}`);
    } else {
      const drawn = random.next();
      if (drawn < 0.15) await remove(options, chosen);
      else if (drawn < 0.25) await act(options, chosen, "cancel");
      else if (drawn < 0.37) await act(options, chosen, "retry");
      else await change(options, chosen);
    }
    await pause(random.between(0, 400), undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Asks for a cluster until the answer is final. */
export async function createCluster(
  options: Omit<TenantOptions, "name">,
  name: string,
): Promise<void> {
  const { project, template, client, random, ledger } = options;
  const nodeCount = Math.floor(random.next() * 3);
  const cluster: LedgerCluster = {
    project,
    name,
    uuid: undefined,
    creation: "unknown",
    deletion: undefined,
    changes: [],
    nodeGroups: [],
    nodeCounts: new Set([nodeCount]),
  };
  ledger.clusters.push(cluster);
  const answer = await client.askUntilAnswered({
    method: "POST",
    path: "/clusters",
    idempotencyKey: `create-${name}`,
    body: {
      name,
      cluster_template_id: template,
      node_count: nodeCount,
      // Ten simulated minutes: a node whose signal is lost fails soon.
      create_timeout: 10,
    },
  });
  cluster.creation = outcomeOf(answer);
  cluster.uuid = acceptedSchema.safeParse(answer.body).data?.uuid;
}

/** Deletes a cluster; a repeat that does not find it tells that the first one was heard. */
export async function remove(
  { client }: Pick<TenantOptions, "client">,
  cluster: LedgerCluster,
): Promise<void> {
  cluster.deletion = "unknown";
  const answer = await client.askUntilAnswered({
    method: "DELETE",
    path: `/clusters/${cluster.uuid}`,
  });
  cluster.deletion = answer.status === 404 ? "accepted" : outcomeOf(answer);
}

/** Stops what is under way, or tries again what failed; refused where there is nothing of the kind. */
async function act(
  { client }: TenantOptions,
  cluster: LedgerCluster,
  kind: "cancel" | "retry",
): Promise<void> {
  const made = entryOf(cluster, kind);
  const answer = await client.askUntilAnswered({
    method: "POST",
    path: `/clusters/${cluster.uuid}/actions/${kind}`,
    idempotencyKey: keyOf(cluster),
  });
  made.outcome = outcomeOf(answer);
}

async function change(options: TenantOptions, cluster: LedgerCluster): Promise<void> {
  const { random, client } = options;
  const path = `/clusters/${cluster.uuid}`;
  const shown = settledSchema.safeParse((await client.ask({ method: "GET", path }))?.body).data;
  // Most clients wait for what is under way; some find out that it is refused, or queued.
  if (!shown && random.next() < 0.7) return;
  // What is shown counts the nodes of other groups too.
  if (shown && !cluster.changes.some(({ kind }) => kind === "create-node-group"))
    cluster.nodeCounts = new Set([shown.node_count]);
  const drawn = random.next();
  if (drawn < 0.7) return resize(options, cluster, drawn < 0.35 ? "update" : "resize");
  const [group] = cluster.nodeGroups;
  if (group === undefined || drawn < 0.85) {
    const name = `extra-${cluster.changes.length}`;
    const body = { name, node_count: 1 };
    const call = { method: "POST", path: `${path}/nodegroups`, body } as const;
    const made = entryOf(cluster, "create-node-group");
    const idempotencyKey = keyOf(cluster);
    made.outcome = outcomeOf(await client.askUntilAnswered({ ...call, idempotencyKey }));
    if (made.outcome === "accepted") cluster.nodeGroups.push(name);
    return;
  }
  cluster.nodeGroups.shift();
  const made = entryOf(cluster, "delete-node-group");
  made.outcome = outcomeOf(
    await client.ask({ method: "DELETE", path: `${path}/nodegroups/${group}` }),
  );
}

/** Asks for another number of workers, in one of the two ways; a PATCH is not safe to repeat. */
async function resize(
  { client, random }: TenantOptions,
  cluster: LedgerCluster,
  kind: "update" | "resize",
): Promise<void> {
  const path = `/clusters/${cluster.uuid}`;
  const free = NODE_COUNTS.filter((count) => !cluster.nodeCounts.has(count));
  const from = free.length > 0 ? free : NODE_COUNTS;
  const count = from[Math.floor(random.next() * from.length)] ?? 1;
  const made = entryOf(cluster, kind, free.length > 0);
  const answer = await (kind === "update"
    ? client.ask({
        method: "PATCH",
        path,
        body: [{ op: "replace", path: "/node_count", value: count }],
      })
    : client.askUntilAnswered({
        method: "POST",
        path: `${path}/actions/resize`,
        body: { node_count: count },
        idempotencyKey: keyOf(cluster),
      }));
  made.outcome = outcomeOf(answer);
  if (made.outcome !== "refused") cluster.nodeCounts = new Set([...cluster.nodeCounts, count]);
}

const NODE_COUNTS = [0, 1, 2, 3];
const settledSchema = z.looseObject({
  status: z.string().regex(/_(COMPLETE|FAILED)$/),
  node_count: z.int(),
});

/** The key of the change that was entered last. */
function keyOf({ name, changes }: LedgerCluster): string {
  return `${name}-change-${changes.length}`;
}

function entryOf(cluster: LedgerCluster, kind: ChangeKind, changesSomething = true): LedgerChange {
  const made: LedgerChange = { kind, changesSomething, outcome: "unknown" };
  cluster.changes.push(made);
  return made;
}
