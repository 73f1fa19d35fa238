import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { TAINT_EFFECTS } from "./node-group.ts";
import { requireNodeLabels, requireNodeTaints } from "./node-labels.ts";

const workers = { name: "big", role: "worker" };
const masters = { name: "default-master", role: "master" };
const refused = (attribute: string, nodeGroup = "big") =>
  expect.objectContaining({
    code: "JRB_NODE_GROUP_INVALID",
    details: expect.objectContaining({ attribute, nodeGroup }),
  });

// api.md 5
describe("node labels", () => {
  it.each([
    "disk",
    "example.com/disk",
    "mykubernetes.io/disk",
    "kubelet.kubernetes.io/anything",
    "node.kubernetes.io/anything",
    "kubernetes.io/hostname",
    "beta.kubernetes.io/arch",
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
  ])("may be called %s", (name) => {
    expect(() => requireNodeLabels(workers, { [name]: "x" })).not.toThrow();
  });

  it.each([
    "kubernetes.io/disk",
    "k8s.io/disk",
    "node-role.kubernetes.io/master",
    "topology.kubernetes.io/rack",
    "storage.k8s.io/ssd",
    "x.node.kubernetes.io/y",
  ])("may not be called %s", (name) => {
    expect(() => requireNodeLabels(workers, { fine: "x", [name]: "x" })).toThrow(
      refused("node_labels"),
    );
  });

  it("of any name outside of Kubernetes' domains are taken", () => {
    const name = fc.string().filter((one) => !/\.io\//.test(one) && !/^(k8s|kubernetes)/.test(one));
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (nodeLabels) =>
        requireNodeLabels(workers, nodeLabels),
      ),
    );
  });

  it("are not for masters", () => {
    expect(() => requireNodeLabels(masters, { disk: "ssd" })).toThrow(
      refused("node_labels", "default-master"),
    );
    expect(() => requireNodeLabels(masters, {})).not.toThrow();
  });
});

// api.md 5
describe("node taints", () => {
  it.each(TAINT_EFFECTS)("may have the effect %s, with and without value", (effect) => {
    const taints = [
      { key: "gpu", effect },
      { key: "disk", value: "ssd", effect },
    ];
    expect(requireNodeTaints(workers, taints)).toEqual(taints);
    expect(requireNodeTaints(workers, [{ key: "gpu", value: null, effect }])).toEqual([
      { key: "gpu", effect },
    ]);
  });

  it.each<[unknown]>([
    [{ effect: "NoSchedule" }],
    [{ key: "", effect: "NoSchedule" }],
    [{ key: 7, effect: "NoSchedule" }],
    [{ key: "gpu" }],
    [{ key: "gpu", effect: "Never" }],
    [{ key: "gpu", effect: "toString" }],
    [{ key: "gpu", value: 7, effect: "NoSchedule" }],
    [{ key: "gpu", effect: "NoSchedule", colour: "red" }],
    ["gpu=true:NoSchedule"],
    [null],
    [[]],
  ])("are not %j", (taint) => {
    expect(() => requireNodeTaints(workers, [taint])).toThrow(refused("node_taints"));
  });

  it("are read or refused, whatever they are", () => {
    const outcome = (taints: readonly unknown[]) => {
      try {
        return requireNodeTaints(workers, taints).length;
      } catch (error) {
        return JeroboamError.isInstance(error) ? error.code : error;
      }
    };
    const taint = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          key: fc.string(),
          value: fc.option(fc.string()),
          effect: fc.oneof(fc.constantFrom(...TAINT_EFFECTS), fc.string()),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(fc.array(taint, { maxLength: 3 }), (taints) => {
        expect([taints.length, "JRB_NODE_GROUP_INVALID"]).toContain(outcome(taints));
      }),
    );
  });

  it("are not for masters", () => {
    expect(() => requireNodeTaints(masters, [{ key: "gpu", effect: "NoSchedule" }])).toThrow(
      refused("node_taints", "default-master"),
    );
    expect(requireNodeTaints(masters, [])).toEqual([]);
  });
});
