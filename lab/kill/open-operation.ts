import type { Evidence } from "./evidence.ts";
import { clusterOf } from "./stack-tags.ts";

/** What is known of an operation that did not end. */
export function tellOfOpen({ books, cloud }: Evidence, uuid: string): string {
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
