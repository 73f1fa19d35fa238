import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "@jeroboam/openstack-simulator";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import {
  CLUSTER_COES,
  type ClusterCoe,
  enterChange,
  keyOf,
  type Ledger,
  type LedgerCluster,
  outcomeOf,
} from "./ledger.ts";
import { rotateAuthorities, rotateCredential } from "./rotation.ts";

/** Clusters that one client has at a time. */
const MOST_CLUSTERS = 4;

export interface TenantOptions {
  /** Distinguishes its clusters' names. */
  readonly name: string;
  readonly project: string;
  /** Uuids of cluster templates. */
  readonly templates: Readonly<Record<ClusterCoe, string>>;
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
    } else await useCluster(options, chosen);
    await pause(random.between(0, 400), undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Looks at a cluster, and asks for what its status lets come to something, or now and then for anything. */
async function useCluster(options: TenantOptions, cluster: LedgerCluster): Promise<void> {
  const { random, client } = options;
  const answer = await client.ask({ method: "GET", path: `/clusters/${cluster.uuid}` });
  const shown = shownSchema.safeParse(answer?.body).data;
  const isSettled = shown !== undefined && !shown.status.endsWith("_IN_PROGRESS");
  // Most clients wait for what is under way; some find out that it is refused, or queued.
  if (!isSettled && random.next() < 0.97) return;
  // What is shown counts the nodes of other groups too.
  if (isSettled && !cluster.changes.some(({ kind }) => kind === "create-node-group"))
    cluster.nodeCounts = new Set([shown.node_count]);
  const drawn = random.next();
  if (drawn < 0.1) return remove(options, cluster);
  if (drawn < (isSettled ? 0.12 : 0.5)) return act(options, cluster, "cancel");
  if (drawn < (shown?.status.endsWith("_FAILED") ? 0.6 : 0.15))
    return act(options, cluster, "retry");
  return change(options, cluster);
}

/** Asks for a cluster until the answer is final. */
export async function createCluster(
  options: Omit<TenantOptions, "name">,
  name: string,
): Promise<void> {
  const { project, templates, client, random, ledger } = options;
  const nodeCount = Math.floor(random.next() * 3);
  const coe = CLUSTER_COES[Math.floor(random.next() * CLUSTER_COES.length)] ?? "swarm-mode";
  const cluster: LedgerCluster = {
    project,
    name,
    coe,
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
      cluster_template_id: templates[coe],
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
  const made = enterChange(cluster, kind);
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
  const drawn = random.next();
  if (drawn < 0.34) return resize(options, cluster, drawn < 0.17 ? "update" : "resize");
  if (drawn < 0.62) return rotateAuthorities(options, cluster);
  if (drawn < 0.82) return rotateCredential(client, cluster);
  const [group] = cluster.nodeGroups;
  if (group === undefined || drawn < 0.91) {
    const name = `extra-${cluster.changes.length}`;
    const body = { name, node_count: 1 };
    const call = { method: "POST", path: `${path}/nodegroups`, body } as const;
    const made = enterChange(cluster, "create-node-group");
    const idempotencyKey = keyOf(cluster);
    made.outcome = outcomeOf(await client.askUntilAnswered({ ...call, idempotencyKey }));
    if (made.outcome === "accepted") cluster.nodeGroups.push(name);
    return;
  }
  cluster.nodeGroups.shift();
  const made = enterChange(cluster, "delete-node-group");
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
  const made = enterChange(cluster, kind, free.length > 0);
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
const shownSchema = z.looseObject({ status: z.string(), node_count: z.int() });
