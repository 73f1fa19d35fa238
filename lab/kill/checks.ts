import { type Cluster, type Operation, type Store } from "@jeroboam/core";
import type { Inspection } from "@jeroboam/openstack-simulator";
import { type Books, openOperations } from "./books.ts";
import type { Ledger } from "./ledger.ts";

/** What a check looks at, once nothing is under way any more. */
export interface Evidence {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly cloud: Inspection;
  /** Of the cloud before the first request. */
  readonly seeded: Seeded;
  readonly store: Store;
}

/** What the cloud held before the first request, by kind. */
export type Seeded = ReadonlyMap<PartKind, ReadonlySet<string>>;
const PART_KINDS = ["servers", "ports", "networks", "volumes", "loadBalancers"] as const;
type PartKind = (typeof PART_KINDS)[number];

export function seededParts(cloud: Inspection): Seeded {
  return new Map(PART_KINDS.map((kind) => [kind, new Set(cloud[kind]().map(({ id }) => id))]));
}

/** Answers what is wrong, one sentence each. */
export type Check = (evidence: Evidence) => Promise<readonly string[]> | readonly string[];

/** Everything that must hold, however many processes were killed. */
export const CHECKS: Readonly<Record<string, Check>> = {
  "every accepted operation is at its end": (evidence) =>
    openOperations(evidence.books).map((uuid) => tellOfOpen(evidence, uuid)),

  "every operation ended once, and recorded each step once": ({ books }) => {
    const ends = countBy(books.events, (event) =>
      event.type === "operation.finished" ? `the end of operation ${event.operationId}` : undefined,
    );
    const steps = countBy(books.events, (event) =>
      event.type === "operation.step"
        ? `step ${event.step} of operation ${event.operationId}`
        : undefined,
    );
    return [...ends, ...steps].flatMap(([what, times]) =>
      times > 1 ? [`${what} is recorded ${times} times`] : [],
    );
  },

  "no open claim is left": ({ books }) =>
    [...books.operations.values()].flatMap(({ uuid, leaseOwner }) =>
      leaseOwner === null ? [] : [`operation ${uuid} is still claimed by ${leaseOwner}`],
    ),

  "what clients were promised is there": ({ books, ledger }) =>
    ledger.clusters.flatMap(({ name, uuid, creation, deletion }) => {
      const found = uuid === undefined ? undefined : books.clusters.get(uuid);
      const byName = [...books.clusters.values()].some((one) => one.name === name);
      if (creation === "refused") return byName ? [`cluster ${name} was refused and is there`] : [];
      if (creation === "unknown") return [`nobody knows what became of cluster ${name}`];
      if (deletion === undefined && !found) return [`cluster ${name} (${uuid}) is lost`];
      if (deletion === "accepted" && found && found.status !== "DELETE_FAILED")
        return [`cluster ${name} (${uuid}) was deleted and is there in ${found.status}`];
      return [];
    }),

  "every accepted change is an operation, and only those": ({ books, ledger }) => {
    const accepted = countBy(books.events, (event) =>
      event.type === "operation.accepted" ? `${event.clusterUuid} ${event.operation}` : undefined,
    );
    return ledger.clusters.flatMap(({ name, uuid, changes }) =>
      [...CHANGE_KINDS].flatMap(([asked, kinds]) => {
        const ours = changes.filter(({ kind }) => asked.includes(kind));
        const least = ours.filter(
          ({ outcome, changesSomething }) => outcome === "accepted" && changesSomething,
        ).length;
        // Whatever failed may have been tried again.
        const most = changes.filter(
          ({ kind, outcome }) =>
            (asked.includes(kind) || kind === "retry") && outcome !== "refused",
        ).length;
        const stored = kinds.reduce((sum, kind) => sum + (accepted.get(`${uuid} ${kind}`) ?? 0), 0);
        return stored < least || stored > most
          ? [
              `cluster ${name} (${uuid}) has ${stored} operations ${kinds.join("/")}; clients were promised ${least} and asked for ${most}`,
            ]
          : [];
      }),
    );
  },

  "each cluster that works has its stacks, and there are no others": ({ books, cloud }) => {
    const living = cloud.stacksEverMade().filter(({ deletedAt }) => deletedAt === undefined);
    const owners = new Map(living.map((stack) => [stack.id, clusterOf(stack.tags)]));
    const orphans = living.flatMap(({ id, name }) => {
      const owner = owners.get(id);
      return owner !== undefined && books.clusters.has(owner)
        ? []
        : [`stack ${name} (${id}) belongs to no cluster; its tags name ${owner}`];
    });
    const lacking = [...books.clusters.values()].flatMap((cluster) => {
      if (!cluster.status.endsWith("_COMPLETE")) return [];
      const own = living.filter(({ id }) => owners.get(id) === cluster.uuid);
      const wanted = new Set(cluster.nodeGroups.map(({ backingRef }) => backingRef));
      return [...wanted].flatMap((ref) =>
        own.some(({ id }) => id === ref)
          ? []
          : [
              `cluster ${cluster.name} (${cluster.uuid}) is ${cluster.status} without its stack ${ref}`,
            ],
      );
    });
    return [...orphans, ...lacking];
  },

  "no operation made a stack twice": ({ books, cloud }) => {
    const all = cloud.stacksEverMade();
    return [...countBy(all, ({ name }) => name)].flatMap(([name, times]) => {
      const tags = all.find((stack) => stack.name === name)?.tags ?? [];
      const makers = [...books.operations.values()].filter((one) => makes(one, tags)).length;
      return times > makers
        ? [`stack ${name} was made ${times} times, by ${makers} operations`]
        : [];
    });
  },

  "complete clusters have as many servers as they say": ({ books, cloud }) => {
    const living = cloud.stacksEverMade().filter(({ deletedAt }) => deletedAt === undefined);
    return [...books.clusters.values()].filter(isComplete).flatMap((cluster) => {
      const servers = living
        .filter(({ tags }) => clusterOf(tags) === cluster.uuid)
        .flatMap(({ id }) => cloud.resources(id))
        .filter(({ type, physicalId }) => type === "OS::Nova::Server" && physicalId !== "").length;
      const said = cluster.nodeGroups.reduce((sum, { nodeCount }) => sum + nodeCount, 0);
      return servers === said
        ? []
        : [
            `cluster ${cluster.name} (${cluster.uuid}) says ${said} nodes and has ${servers} servers`,
          ];
    });
  },

  "the cloud holds nothing beside those stacks": ({ cloud, seeded }) => {
    const living = cloud.stacksEverMade().filter(({ deletedAt }) => deletedAt === undefined);
    const owned = new Set(
      living.flatMap(({ id }) => cloud.resources(id).map(({ physicalId }) => physicalId)),
    );
    // A load balancer has a port of its own, which is no resource of the stack.
    const ofLoadBalancer = ({ name }: { readonly name: string }) =>
      owned.has(name.replace(/^octavia-lb-/, ""));
    return PART_KINDS.flatMap((kind) =>
      cloud[kind]().flatMap(({ id, name }) =>
        owned.has(id) || seeded.get(kind)?.has(id) || ofLoadBalancer({ name })
          ? []
          : [`${kind}: ${name} (${id}) belongs to no stack`],
      ),
    );
  },

  "trustees and trusts are those of clusters": async ({ books, cloud, store }) => {
    const trustees = cloud.users().filter(({ name }) => TRUSTEE.test(name));
    const orphans = trustees.flatMap(({ name, id }) =>
      books.clusters.has(name.slice(0, 36)) ? [] : [`user ${name} (${id}) belongs to no cluster`],
    );
    const doubles = [...countBy(trustees, ({ name }) => name)].flatMap(([name, times]) =>
      times > 1 ? [`user ${name} is there ${times} times`] : [],
    );
    const known = new Set(trustees.map(({ id }) => id));
    const trusts = cloud.trusts();
    const strays = trusts.flatMap(({ id, trusteeId }) =>
      known.has(trusteeId) || isHeats(cloud, trusteeId)
        ? []
        : [`trust ${id} is for ${trusteeId}, who is no trustee`],
    );
    const missing: string[] = [];
    for (const { uuid, name } of books.clusters.values()) {
      const credential = await store.credentials.find(uuid);
      if (credential?.kind !== "trust") continue;
      if (!known.has(credential.trusteeUserId))
        missing.push(`cluster ${name} (${uuid}) lacks its user ${credential.trusteeUserName}`);
      if (!trusts.some(({ id }) => id === credential.trustId))
        missing.push(`cluster ${name} (${uuid}) lacks its trust ${credential.trustId}`);
    }
    return [...orphans, ...doubles, ...strays, ...missing];
  },

  "no secret of a removed cluster is kept": async ({ books, store }) => {
    const removed = books.events.filter(({ type }) => type === "cluster.removed");
    const left: string[] = [];
    for (const { clusterUuid } of removed) {
      if (await store.credentials.find(clusterUuid))
        left.push(`the credential of removed cluster ${clusterUuid} is kept`);
      if ((await store.authorities.ofCluster(clusterUuid)).length > 0)
        left.push(`the authority of removed cluster ${clusterUuid} is kept`);
    }
    return left;
  },
};

const TRUSTEE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_/;
const GROUP_TAG = "jeroboam-node-group-";
const CLUSTER_TAG = "jeroboam-cluster-";
/** What clients ask for, and the kinds of operations that it becomes. */
const CHANGE_KINDS = new Map<readonly string[], readonly string[]>([
  [
    ["update", "resize"],
    ["update", "resize"],
  ],
  [["create-node-group"], ["create-node-group"]],
  [["delete-node-group"], ["delete-node-group"]],
]);

function clusterOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith(CLUSTER_TAG))?.slice(CLUSTER_TAG.length);
}

/** Whether the operation is one that makes the stack with these tags. */
function makes({ kind, clusterUuid, input }: Operation, tags: readonly string[]): boolean {
  if (clusterOf(tags) !== clusterUuid) return false;
  const group = tags.find((tag) => tag.startsWith(GROUP_TAG))?.slice(GROUP_TAG.length);
  return group === undefined
    ? kind === "create"
    : kind === "create-node-group" && input.nodeGroup === group;
}

/** Heat makes a trust of its own for each stack. */
function isHeats(cloud: Inspection, userId: string): boolean {
  return cloud.users().some(({ id, name }) => id === userId && !TRUSTEE.test(name));
}

function isComplete({ status, nodeGroups }: Cluster): boolean {
  return [status, ...nodeGroups.map((group) => group.status)].every((one) =>
    one.endsWith("_COMPLETE"),
  );
}

function countBy<T>(
  all: readonly T[],
  keyOf: (one: T) => string | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) {
    const key = keyOf(one);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What is known of an operation that did not end. */
function tellOfOpen({ books, cloud }: Evidence, uuid: string): string {
  const operation = books.operations.get(uuid);
  if (!operation) return `operation ${uuid} was accepted and is not in the store`;
  const { kind, state, clusterUuid, finishedSteps, attempt, failures, cancelRequested, error } =
    operation;
  const cluster = books.clusters.get(clusterUuid);
  const groups = cluster?.nodeGroups.map(({ name, status }) => `${name} ${status}`) ?? [];
  const states = new Map(
    cloud.stacks().map(({ id, status, reason }) => [id, `${status} ${reason}`]),
  );
  const stacks = cloud
    .stacksEverMade()
    .filter(({ tags }) => clusterOf(tags) === clusterUuid)
    .map(({ id, name, tags }) => `${name} ${states.get(id) ?? "gone"}, tags ${tags.join(" ")}`);
  const events = books.events
    .filter((event) => event.clusterUuid === clusterUuid && event.type !== "cluster.progress")
    .slice(-8)
    .map(({ type, at, ...event }) => `${at.toISOString()} ${type} ${JSON.stringify(event)}`);
  return [
    `operation ${uuid} (${kind} of cluster ${clusterUuid}) is ${state} after ${finishedSteps.join(", ") || "no step"}, attempt ${attempt}, ${failures} failures${cancelRequested ? ", to be cancelled" : ""}: ${error?.message ?? "no error"}`,
    `cluster: ${cluster?.status} (${cluster?.statusReason}), ${groups.join(", ")}`,
    ...stacks.map((stack) => `stack: ${stack}`),
    ...events,
  ].join("\n      ");
}
