import { describe, expect, it } from "vitest";
import { toyDefinition } from "../test/toy-driver.ts";
import { templateCoverageFaults } from "./template-coverage.ts";

const { nodeGroups: _, ...clusterOnly } = toyDefinition;

describe("coverage of a HOT file by a driver's tables", () => {
  it("is complete for a good driver", () => {
    expect(templateCoverageFaults(toyDefinition)).toEqual([]);
  });

  it("names what is missing on either side", () => {
    const faults = templateCoverageFaults({
      ...clusterOnly,
      parameters: [
        { parameter: "nodes", from: () => 1 },
        { parameter: "colour", from: () => "red" },
        { parameter: "remove", from: () => [], hidden: true },
      ],
      outputs: [{ output: "smell", to: "cluster.apiAddress" }],
    });
    expect(faults).toEqual([
      "cluster.yaml: parameter image has neither a default nor a mapping",
      "cluster.yaml: parameter nodes has no default, so its mapping must be required",
      "cluster.yaml: mapped parameter colour does not exist",
      "cluster.yaml: parameter remove must be hidden",
      "cluster.yaml: mapped output smell does not exist",
    ]);
  });

  it("names what Heat would refuse, in nested templates too", () => {
    const templates = {
      ...(toyDefinition.templates as Readonly<Record<string, string>>),
      "network.yaml":
        "{heat_template_version: 2018-08-31, resources: {a: {type: OS::Heat::Value, depends_on: nobody}}}",
    };
    expect(templateCoverageFaults({ ...clusterOnly, templates })).toEqual(
      expect.arrayContaining([expect.stringContaining("nobody")]),
    );
  });

  it("looks at the node groups' file too, and at what it is told of the cluster's", () => {
    const { nodeGroups } = toyDefinition;
    if (!nodeGroups) throw new Error("the toy driver has no node groups");
    const faults = templateCoverageFaults({
      ...toyDefinition,
      nodeGroups: {
        ...nodeGroups,
        parameters: nodeGroups.parameters.filter(({ parameter }) => parameter !== "image"),
        clusterOutputs: ["playground", "sandpit"],
      },
    });
    expect(faults).toEqual([
      "group.yaml: parameter image has neither a default nor a mapping",
      "cluster.yaml: output sandpit for node groups does not exist",
    ]);
  });

  it("wants what nodes are asked by, where the driver says that they can be", () => {
    const templates = { "cluster.yaml": "heat_template_version: 2018-08-31\nresources: {}" };
    const faults = templateCoverageFaults({
      templates,
      template: "cluster.yaml",
      parameters: [],
      outputs: [],
      refresh: true,
    });
    expect(faults).toEqual([
      "cluster.yaml: parameter generation does not exist",
      "cluster.yaml: output generation does not exist",
    ]);
  });

  it("throws for a file that does not resolve", () => {
    const templates = { "cluster.yaml": "resources: {a: {type: nowhere.yaml}}" };
    expect(() => templateCoverageFaults({ ...clusterOnly, templates })).toThrow("nowhere.yaml");
  });
});
