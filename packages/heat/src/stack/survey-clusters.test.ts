import type { Cluster, ClusterStatus } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { FakeHeat } from "../../test/fake-heat.ts";
import { contextOf, teddies, toy, toySnapshot } from "../../test/toy-driver.ts";

function heatWith(stacks: Readonly<Record<string, string>>): FakeHeat {
  const heat = new FakeHeat();
  for (const [id, status] of Object.entries(stacks))
    heat.stacks.set(id, { id, name: id, status, statusReason: null, tags: [], outputs: undefined });
  return heat;
}

const clusterOf = (backingRef: string | null, status: ClusterStatus, change = {}): Cluster => ({
  ...toySnapshot({ backingRef, status }).cluster,
  uuid: crypto.randomUUID(),
  ...change,
});

const survey = (heat: FakeHeat, clusters: readonly Cluster[], allProjects = false) =>
  toy.survey?.surveyClusters(contextOf(heat), { clusters, allProjects });

describe("a survey", () => {
  it("names the clusters whose stacks moved on, with one list", async () => {
    const done = clusterOf("done", "CREATE_IN_PROGRESS");
    const going = clusterOf("going", "UPDATE_IN_PROGRESS");
    const idle = clusterOf("idle", "CREATE_COMPLETE");
    const changed = clusterOf("changed", "CREATE_COMPLETE");
    const gone = clusterOf("gone", "UPDATE_COMPLETE");
    const deleted = clusterOf("deleted", "DELETE_IN_PROGRESS");
    const heat = heatWith({
      done: "CREATE_COMPLETE",
      going: "UPDATE_IN_PROGRESS",
      idle: "CREATE_COMPLETE",
      changed: "UPDATE_FAILED",
    });
    expect(await survey(heat, [done, going, idle, changed, gone, deleted])).toEqual(
      [done, changed, gone, deleted].map(({ uuid }) => uuid),
    );
    expect(heat.lists).toEqual([
      { ids: ["done", "going", "idle", "changed", "gone", "deleted"], allProjects: false },
    ]);
  });

  it("sees the stacks of other node groups, but not those that were never made", async () => {
    const group = (backingRef: string | null) => teddies({ backingRef, status: "CREATE_COMPLETE" });
    const whole = clusterOf("s", "CREATE_COMPLETE");
    const withGroup = (backingRef: string | null): Cluster => ({
      ...whole,
      nodeGroups: [...whole.nodeGroups, group(backingRef)],
    });
    const heat = heatWith({ s: "CREATE_COMPLETE", g: "CREATE_COMPLETE" });
    expect(await survey(heat, [withGroup("g"), withGroup(null)])).toEqual([]);
    expect(await survey(heat, [withGroup("vanished")])).toEqual([whole.uuid]);
  });

  it("asks for everything when there are too many ids, and for nothing when there is none", async () => {
    const heat = heatWith({});
    const many = Array.from({ length: 51 }, (_, index) => clusterOf(`s${index}`, "CREATE_FAILED"));
    expect(await survey(heat, many, true)).toEqual([]);
    expect(heat.lists).toEqual([{ ids: undefined, allProjects: true }]);
    expect(await survey(heat, [clusterOf(null, "CREATE_IN_PROGRESS")])).toEqual([]);
    expect(heat.lists).toHaveLength(1);
  });

  it("leaves to core what an observation means", async () => {
    const heat = heatWith({ s: "UPDATE_IN_PROGRESS" });
    expect(await survey(heat, [clusterOf("s", "CREATE_COMPLETE")])).toEqual([]);
    expect(await survey(heat, [clusterOf("s", "UPDATE_FAILED")])).toEqual([]);
    expect(await survey(heatWith({}), [clusterOf("s", "CREATE_FAILED")])).toEqual([]);
  });
});
