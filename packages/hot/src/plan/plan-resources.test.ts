import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../environment/parse-environment.ts";
import { defineStack } from "../stack/define-stack.ts";
import type { StackOptions } from "../stack/stack-definition.ts";
import { parseTemplate } from "../template/parse-template.ts";
import { planResources } from "./plan-resources.ts";

const HEAD = "heat_template_version: 2018-08-31\n";

function plan(text: string, files: Record<string, string> = {}, more: Partial<StackOptions> = {}) {
  const stack = defineStack({
    template: parseTemplate(HEAD + text),
    name: "plan",
    files: Object.fromEntries(Object.entries(files).map(([name, file]) => [name, HEAD + file])),
    ...more,
  });
  return planResources(stack).map(({ type, path }) => `${path.join("/")} ${type}`);
}

describe("a plan", () => {
  it("expands nested templates and groups, and decides conditions", () => {
    const text = `
parameters: {number: {type: number}, lonely: {type: boolean, default: false}}
conditions: {connected: {not: {get_param: lonely}}}
resources:
  net: {type: "OS::Neutron::Net", condition: connected}
  nodes:
    type: OS::Heat::ResourceGroup
    properties:
      count: {get_param: number}
      resource_def: {type: node.yaml, properties: {name: "n-%index%"}}`;
    const files = {
      "node.yaml": `
parameters: {name: {type: string}}
resources: {server: {type: "OS::Nova::Server", properties: {name: {get_param: name}}}}`,
    };
    expect(plan(text, files, { parameters: { number: 2 } })).toEqual([
      "net OS::Neutron::Net",
      "nodes/0/server OS::Nova::Server",
      "nodes/1/server OS::Nova::Server",
    ]);
    expect(plan(text, files, { parameters: { number: 0, lonely: true } })).toEqual([]);
  });

  it("decides by what comes later as by something that is there", () => {
    const text = `
resources:
  ports:
    type: OS::Heat::ResourceGroup
    properties: {count: 2, resource_def: {type: "OS::Neutron::Port"}}
  pool: {type: "OS::Octavia::Pool"}
  node:
    type: node.yaml
    properties:
      ports: {get_attr: [ports, refs]}
      pool: {get_resource: pool}
      size: {get_attr: [pool, size]}
      values: {a: {get_attr: [pool, show]}}`;
    const files = {
      "node.yaml": `
parameters:
  ports: {type: comma_delimited_list, default: []}
  pool: {type: string, default: ""}
  size: {type: number, default: 0, constraints: [{range: {max: 0}}]}
  values: {type: json, default: {}}
conditions:
  own_port: {equals: [{get_param: ports}, []]}
  member: {not: {equals: [{get_param: pool}, ""]}}
  second_port: {not: {equals: [{get_param: [ports, 1]}, ""]}}
  third_port: {not: {equals: [{get_param: [ports, 2]}, ""]}}
resources:
  port: {type: "OS::Neutron::Port", condition: own_port}
  member: {type: "OS::Octavia::PoolMember", condition: member}
  second: {type: "OS::Neutron::FloatingIP", condition: second_port}
  third: {type: "OS::Neutron::FloatingIP", condition: third_port}`,
    };
    expect(plan(text, files).toSorted()).toEqual([
      "node/member OS::Octavia::PoolMember",
      "node/second OS::Neutron::FloatingIP",
      "pool OS::Octavia::Pool",
      "ports/0 OS::Neutron::Port",
      "ports/1 OS::Neutron::Port",
    ]);
  });

  it("lets one nested stack read the outputs of another", () => {
    const text = `
resources:
  network: {type: network.yaml, properties: {wanted: true}}
  server: {type: server.yaml, properties: {network: {get_attr: [network, id]}}}
  other: {type: server.yaml, properties: {network: {get_attr: [network, none]}}}`;
    const files = {
      "network.yaml": `
parameters: {wanted: {type: boolean}}
resources: {net: {type: "OS::Neutron::Net"}}
outputs: {id: {value: {get_resource: net}}, none: {value: ""}}`,
      "server.yaml": `
parameters: {network: {type: string}}
conditions: {networked: {not: {equals: [{get_param: network}, ""]}}}
resources: {port: {type: "OS::Neutron::Port", condition: networked}}`,
    };
    expect(plan(text, files)).toEqual([
      "network/net OS::Neutron::Net",
      "server/port OS::Neutron::Port",
    ]);
  });

  it("goes by the environment's registry, and makes nothing of what stands for nothing", () => {
    const environment = parseEnvironment({
      resource_registry: {
        "OS::Test::Alias": "OS::Heat::Value",
        "OS::Test::Gone": "OS::Heat::None",
      },
    });
    const text = `
resources:
  a: {type: "OS::Test::Alias"}
  b: {type: "OS::Test::Gone"}
  c: {type: "OS::Neutron::Net", external_id: theirs}`;
    expect(plan(text, {}, { environment })).toEqual(["a OS::Heat::Value"]);
  });

  it("refuses what Heat would refuse: a missing property, a template within itself", () => {
    const files = {
      "node.yaml": "\nparameters: {name: {type: string}}",
      "loop.yaml": "\nresources: {again: {type: loop.yaml}}",
    };
    expect(() => plan("resources: {n: {type: node.yaml}}", files)).toThrow(
      "Property error: resources.n.properties: Property name not assigned",
    );
    expect(() => plan("resources: {n: {type: loop.yaml}}", files)).toThrow(
      "Recursion depth exceeds 5.",
    );
  });

  it("ends at a bound, before it makes the members of a group without measure", () => {
    const text = (count: number) => `
resources:
  group:
    type: OS::Heat::ResourceGroup
    properties: {count: ${count}, resource_def: {type: group.yaml}}`;
    const files = {
      "group.yaml": `
resources:
  inner:
    type: OS::Heat::ResourceGroup
    properties: {count: 100, resource_def: {type: OS::Heat::None}}`,
    };
    expect(plan(text(2), files)).toEqual([]);
    for (const count of [1e9, 100])
      expect(() => plan(text(count), files)).toThrow(
        expect.objectContaining({ code: "RequestLimitExceeded" }),
      );
  });
});
