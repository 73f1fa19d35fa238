import {
  type Cluster,
  DEFAULT_OPERATOR_SETTINGS,
  type DriverContext,
  labelsSchema,
  type NodeGroup,
  nodeLogin,
  silentLogger,
} from "@jeroboam/core";
import { aCluster, aClusterTemplate, aNodeGroup } from "@jeroboam/driver-bench";
import { defineHeatDriver, type HeatDriverDefinition, type HeatServices } from "../src/index.ts";
import type { FakeHeat } from "./fake-heat.ts";

/** The smallest driver that uses everything a declaration offers. */
export const toyDefinition: HeatDriverDefinition<Readonly<Record<string, string>>> = {
  name: "toy_v1",
  stability: "beta",
  provides: [{ serverType: "vm", os: "debian", coe: "toy" }],
  containerVersion: null,
  labels: labelsSchema,
  templates: {
    "cluster.yaml": `heat_template_version: 2018-08-31
parameters:
  image: {type: string}
  nodes: {type: number}
  remove: {type: comma_delimited_list, default: []}
  generation: {type: number, default: 1}
  password: {type: string, default: "", hidden: true}
resources:
  greeting:
    type: OS::Heat::Value
    properties: {value: {get_file: greeting.hbs}}
  network:
    type: network.yaml
    properties: {external_network: public, subnet_cidr: 192.0.2.0/24}
outputs:
  address: {value: x}
  masters: {value: x}
  workers: {value: x}
  members: {value: x}
  servers: {value: x}
  playground: {value: x}
  generation: {value: {get_param: generation}}
`,
    "group.yaml": `heat_template_version: 2018-08-31
parameters:
  image: {type: string}
  playground: {type: string}
  colour: {type: string, default: ""}
  nodes: {type: number}
  remove: {type: comma_delimited_list, default: []}
  generation: {type: number, default: 1}
resources:
  greeting:
    type: OS::Heat::Value
    properties: {value: {get_file: greeting.hbs}}
outputs:
  workers: {value: x}
  members: {value: x}
  servers: {value: x}
  generation: {value: {get_param: generation}}
`,
    "greeting.hbs": "hello {{sh name}}",
  },
  template: "cluster.yaml",
  parameters: [
    { parameter: "image", from: ({ masters }) => masters.imageId, required: true },
    {
      parameter: "nodes",
      from: ({ workers }) => workers.nodeCount,
      required: true,
      onUpdate: true,
    },
    { parameter: "remove", from: ({ nodesToRemove }) => nodesToRemove, onUpdate: true },
    {
      parameter: "password",
      from: ({ credential }) => credential && nodeLogin(credential).secret,
      onRefresh: true,
      hidden: true,
    },
  ],
  outputs: [
    { output: "address", to: "cluster.apiAddress", transform: (ip) => `tcp://${String(ip)}` },
    { output: "masters", to: "masters.nodeAddresses" },
    { output: "workers", to: "workers.nodeAddresses" },
    { output: "members", to: "workers.addressesByIndex" },
    { output: "servers", to: "workers.serverIdsByIndex" },
  ],
  rendering: ({ cluster }) => ({ name: cluster.name }),
  refresh: true,
  resize: { masters: "fixed", workersMin: 0 },
  nodeGroups: {
    template: "group.yaml",
    clusterOutputs: ["playground"],
    parameters: [
      { parameter: "image", from: ({ nodeGroup }) => nodeGroup.imageId, required: true },
      {
        parameter: "playground",
        from: ({ clusterOutputs }) => clusterOutputs["playground"],
        required: true,
      },
      { parameter: "colour", from: ({ labels }) => labels["colour"] },
      {
        parameter: "nodes",
        from: ({ nodeGroup }) => nodeGroup.nodeCount,
        required: true,
        onUpdate: true,
      },
      { parameter: "remove", from: ({ nodesToRemove }) => nodesToRemove, onUpdate: true },
    ],
    outputs: [
      { output: "workers", to: "workers.nodeAddresses" },
      { output: "members", to: "workers.addressesByIndex" },
      { output: "servers", to: "workers.serverIdsByIndex" },
    ],
    rendering: ({ nodeGroup }) => ({ name: nodeGroup.name }),
    validate: ({ nodeGroup }) =>
      nodeGroup.nodeTaints.length > 0
        ? [{ path: ["nodeTaints"], code: "JRB_CLUSTER_INVALID", message: "Toys have no taints." }]
        : [],
  },
};

export const toy = defineHeatDriver(toyDefinition);

export const MASTERS = "33333333-3333-4333-8333-333333333333";
export const WORKERS = "44444444-4444-4444-8444-444444444444";
export const TEDDIES = "88888888-8888-4888-8888-888888888888";

/** A node group of its own. */
export function teddies(change: Partial<NodeGroup> = {}): NodeGroup {
  return aNodeGroup({
    uuid: TEDDIES,
    name: "teddies",
    role: "bear",
    imageId: "image",
    labels: { colour: "brown" },
    ...change,
  });
}

/** Groups of the cluster's own are in its status. */
export function toySnapshot(change: Partial<Cluster> = {}) {
  const masters = { uuid: MASTERS, imageId: "image" };
  const workers = { uuid: WORKERS, imageId: "image" };
  return {
    cluster: aCluster({ name: "duck", keypair: null, ...change }, { masters, workers }),
    template: aClusterTemplate({ coe: "toy" }),
  };
}

export function contextOf(orchestration: FakeHeat): DriverContext<HeatServices> {
  return {
    services: { orchestration },
    certificates: {
      caCertificatePem: async () => "",
      serviceAccountKey: async () => ({ publicKeyPem: "", privateKeyPem: "" }),
    },
    credential: undefined,
    endpoints: { identity: "http://192.0.2.1:5000/v3", containerInfra: "http://192.0.2.1:9511/v1" },
    operator: DEFAULT_OPERATOR_SETTINGS,
    log: silentLogger,
    clock: { now: () => new Date("2026-01-01T00:00:00Z"), sleep: async () => {} },
    signal: new AbortController().signal,
  };
}
