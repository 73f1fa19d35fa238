import type { Cluster } from "@jeroboam/core";
import { countBy } from "./count-by.ts";
import { type Check, PART_KINDS } from "./evidence.ts";
import { clusterOf, makes } from "./stack-tags.ts";

/** What must hold of stacks and of what they consist of. */
export const STACK_CHECKS: Readonly<Record<string, Check>> = {
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
};

function isComplete({ status, nodeGroups }: Cluster): boolean {
  return [status, ...nodeGroups.map((group) => group.status)].every((one) =>
    one.endsWith("_COMPLETE"),
  );
}
