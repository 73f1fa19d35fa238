import { DEFAULT_OPERATOR_SETTINGS, labelsSchema, type NodeGroup } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { teddies, toyDefinition, toySnapshot } from "../test/toy-driver.ts";
import { defineHeatDriver } from "./define-heat-driver.ts";

const { nodeGroups, ...plain } = toyDefinition;
const composition = { givesCredentials: true, operator: DEFAULT_OPERATOR_SETTINGS };

function issues(group: Partial<NodeGroup>, definition = toyDefinition) {
  const { cluster, template } = toySnapshot();
  const groups = [...cluster.nodeGroups, teddies(group)];
  return defineHeatDriver(definition).validate(
    { cluster: { ...cluster, nodeGroups: groups }, template },
    composition,
  );
}

describe("a node group", () => {
  it("is refused where nobody would make it", () => {
    expect(nodeGroups).toBeDefined();
    expect(issues({}, plain)).toMatchObject([
      { path: ["nodeGroups", "teddies"], code: "JRB_NOT_SUPPORTED_BY_DRIVER" },
    ]);
  });

  it("is accepted where its declaration has nothing against it", () => {
    expect(issues({})).toEqual([]);
    expect(issues({ nodeTaints: [{ key: "soft", effect: "NoSchedule" }] })).toMatchObject([
      { path: ["nodeGroups", "teddies", "nodeTaints"], message: "Toys have no taints." },
    ]);
  });

  it("is held to the same rules when it is a default one", () => {
    const { cluster, template } = toySnapshot();
    const nodeTaints = [{ key: "soft", effect: "NoSchedule" as const }];
    const tainted = cluster.nodeGroups.map((group) => ({ ...group, nodeTaints }));
    const snapshot = { cluster: { ...cluster, nodeGroups: tainted }, template };
    expect(defineHeatDriver(toyDefinition).validate(snapshot, composition)).toMatchObject([
      { path: ["nodeGroups", "default-master", "nodeTaints"], message: "Toys have no taints." },
      { path: ["nodeGroups", "default-worker", "nodeTaints"], message: "Toys have no taints." },
    ]);
    expect(defineHeatDriver(plain).validate(snapshot, composition)).toEqual([]);
  });

  it("has labels that the driver's schema takes", () => {
    const labels = labelsSchema.refine(({ colour }) => colour !== "mud", {
      path: ["colour"],
      message: "Mud is no colour.",
    });
    expect(issues({ labels: { colour: "mud" } }, { ...toyDefinition, labels })).toEqual([
      {
        path: ["nodeGroups", "teddies", "labels", "colour"],
        code: "JRB_LABEL_INVALID",
        message: "Mud is no colour.",
      },
    ]);
  });
});
