import { type Cluster, DEFAULT_OPERATOR_SETTINGS, nodeLogin } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { toyDefinition, toySnapshot } from "../test/toy-driver.ts";
import { defineHeatDriver } from "./define-heat-driver.ts";

const CLUSTER_HOT = `heat_template_version: 2018-08-31
parameters:
  image: {type: string}
  nodes: {type: number, constraints: [{range: {max: 3}}]}
  remove: {type: comma_delimited_list, default: []}
  password: {type: string, default: "", constraints: [{allowed_pattern: "[a-z-]*"}]}
  authUrl: {type: string, default: ""}
resources:
  network:
    type: network.yaml
    properties: {external_network: public, subnet_cidr: 192.0.2.0/24}
  toys:
    type: OS::Heat::ResourceGroup
    properties:
      count: {get_param: nodes}
      resource_def: {type: "OS::Toy::Thing"}
outputs: {address: {value: x}, masters: {value: x}, workers: {value: x}, members: {value: x}}
`;
const definition = {
  ...toyDefinition,
  templates: {
    "cluster.yaml": CLUSTER_HOT,
    "bare.yaml": "{resource_registry: {'OS::Neutron::Router*': 'OS::Heat::None'}}",
  },
  parameters: [
    ...toyDefinition.parameters,
    { parameter: "password", from: ({ credential }) => credential && nodeLogin(credential).secret },
    { parameter: "authUrl", from: ({ endpoints }) => endpoints.identity },
  ] satisfies typeof toyDefinition.parameters,
};

function plan(
  workers: number,
  driver = defineHeatDriver(definition),
  change: Partial<Cluster> = {},
) {
  const { cluster, template } = toySnapshot(change);
  const nodeGroups = cluster.nodeGroups.map((group) => ({ ...group, nodeCount: workers }));
  const snapshot = { cluster: { ...cluster, nodeGroups }, template };
  return driver.plan
    ?.planCluster(snapshot, { givesCredentials: true, operator: DEFAULT_OPERATOR_SETTINGS })
    .map(({ type, path }) => `${path.join("/")} ${type}`);
}

describe("a plan", () => {
  it("lists what the cluster's stack would be made of", () => {
    expect(plan(2)?.toSorted()).toEqual([
      "network/network OS::Neutron::Net",
      "network/router OS::Neutron::Router",
      "network/router_interface OS::Neutron::RouterInterface",
      "network/subnet OS::Neutron::Subnet",
      "toys/0 OS::Toy::Thing",
      "toys/1 OS::Toy::Thing",
    ]);
  });

  it("goes by the environments that the driver chooses", () => {
    const driver = defineHeatDriver({ ...definition, environments: () => ["bare.yaml"] });
    expect(plan(0, driver)?.toSorted()).toEqual([
      "network/network OS::Neutron::Net",
      "network/subnet OS::Neutron::Subnet",
    ]);
  });

  it("refuses what Heat would refuse, in Heat's words", () => {
    expect(() => plan(4)).toThrow(
      expect.objectContaining({
        code: "JRB_CLUSTER_INVALID",
        message: expect.stringMatching(
          /^Heat would refuse the stack: Parameter 'nodes' is invalid/,
        ),
      }),
    );
  });

  it("refuses a cluster that a required parameter is missing for", () => {
    const parameters = definition.parameters.map((mapping) =>
      mapping.parameter === "image" ? { ...mapping, from: () => null } : mapping,
    );
    expect(() => plan(1, defineHeatDriver({ ...definition, parameters }))).toThrow(
      "Heat would refuse the stack: Required parameter image not provided.",
    );
  });
});
