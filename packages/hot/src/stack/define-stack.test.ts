import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../environment/parse-environment.ts";
import { parseTemplate } from "../template/parse-template.ts";
import { deferred } from "../value.ts";
import { checkImmutableParameters, defineStack } from "./define-stack.ts";
import { evaluateOutputs, evaluateResource } from "./evaluate-stack.ts";
import { planRuntime } from "./plan-runtime.ts";
import type { StackDefinition, StackOptions } from "./stack-definition.ts";

const define = (text: string, options: Partial<StackOptions> = {}): StackDefinition =>
  defineStack({
    template: parseTemplate(`heat_template_version: 2018-08-31\n${text}`),
    name: "demo",
    id: "1234",
    projectId: "p1",
    ...options,
  });

describe("parameters", () => {
  const text = `
parameters:
  s: {type: string, default: 1}
  n: {type: number, default: "2"}
  b: {type: boolean, default: "yes"}
  l: {type: comma_delimited_list, default: "a,b"}
  j: {type: json, default: '{"k": [1]}'}
  h: {type: string, hidden: true, default: secret}`;

  it("are typed, and shown as texts", () => {
    const stack = define(text);
    expect(stack.parameters).toEqual({
      "OS::stack_id": "1234",
      "OS::stack_name": "demo",
      "OS::project_id": "p1",
      s: "1",
      n: 2,
      b: true,
      l: ["a", "b"],
      j: { k: [1] },
      h: "secret",
    });
    expect(stack.parameterTexts).toMatchObject({
      s: "1",
      n: "2",
      b: "True",
      l: "a,b",
      j: '{"k": [1]}',
      h: "******",
    });
  });

  it("come from the caller, the environment, its defaults and the template, in this order", () => {
    const environment = parseEnvironment({
      parameters: { s: "env", n: 3 },
      parameter_defaults: { n: 4, l: [1] },
    });
    const stack = define(text, { environment, parameters: { s: "given", b: null } });
    expect(stack.parameters).toMatchObject({ s: "given", n: 3, l: ["1"], b: true });
  });

  it.each([
    [{ zz: 1 }, "The Parameter (zz) was not defined in template."],
    [{ n: "x" }, "Parameter 'n' is invalid: could not convert string to float: 'x'"],
    [
      { b: "maybe" },
      /^Parameter 'b' is invalid: Unrecognized value 'maybe', acceptable values are: '0'/,
    ],
    [
      { l: 1 },
      "Parameter 'l' is invalid: Value must be a comma-delimited list string: 'int' object has no attribute 'split'",
    ],
  ])("refuse %j", (parameters, message) => {
    expect(() => define(text, { parameters })).toThrow(message);
  });

  it("ask the cloud about custom constraints, but not for values nobody uses", () => {
    const flavor =
      "parameters: {f: {type: string, default: m1, constraints: [{custom_constraint: nova.flavor}]}}";
    const customConstraint = (name: string, value: unknown) =>
      value === "m1" ? undefined : `Error validating value '${String(value)}': no ${name}`;
    expect(define(flavor, { customConstraint }).parameters["f"]).toBe("m1");
    expect(() => define(flavor, { customConstraint, parameters: { f: "m9" } })).toThrow(
      "Parameter 'f' is invalid: Error validating value 'm9': no nova.flavor",
    );
  });

  it("do not give hidden values away", () => {
    const hidden =
      "parameters: {h: {type: string, hidden: true, constraints: [{allowed_pattern: '[0-9]+'}]}}";
    const attempt = () => define(hidden, { parameters: { h: "topsecret" } });
    expect(attempt).toThrow(/does not match/);
    expect(attempt).not.toThrow(/topsecret/);
  });

  it("refuse a change of immutable ones", () => {
    const immutable =
      "parameters: {p: {type: string, immutable: true}, q: {type: string, default: x}}";
    const before = define(immutable, { parameters: { p: "1" } });
    checkImmutableParameters(before, define(immutable, { parameters: { p: "1", q: "y" } }));
    expect(() =>
      checkImmutableParameters(before, define(immutable, { parameters: { p: "2" } })),
    ).toThrow("The following parameters are immutable and may not be updated: p");
  });
});

describe("a stack", () => {
  it("orders resources by all that they need", () => {
    const stack = define(`
resources:
  server: {type: S, properties: {x: {str_replace: {template: a, params: {a: {get_attr: [port, ip]}}}}}}
  port: {type: P, properties: {net: {get_resource: net}}}
  net: {type: N, depends_on: [first]}
  first: {type: F}`);
    expect(stack.order).toEqual(["first", "net", "port", "server"]);
    expect(stack.dependencies["server"]).toEqual(["port"]);
  });

  it("leaves out resources and branches whose condition does not hold", () => {
    const stack = define(`
parameters: {p: {type: string, default: x}}
conditions: {c: {equals: [{get_param: p}, y]}, broken: {not: {get_param: zz}}}
resources:
  a: {type: A, properties: {v: {if: [c, {get_resource: b}, none]}}, depends_on: b}
  b: {type: B, condition: c}
outputs: {o: {value: {get_resource: b}, condition: c}}`);
    expect(Object.keys(stack.resources)).toEqual(["a"]);
    expect(stack.dependencies).toEqual({ a: [] });
    expect(evaluateResource(stack, "a", planRuntime).properties).toEqual({ v: "none" });
    expect(evaluateOutputs(stack, planRuntime)["o"]).toMatchObject({ value: null });
  });

  it("tells of conditions in a circle when one is used", () => {
    const circle = "conditions: {c: {not: d}, d: {not: c}}\n";
    expect(() => define(circle)).not.toThrow();
    expect(() => define(`${circle}resources: {a: {type: A, condition: c}}`)).toThrow(
      /Circular definition for condition/,
    );
  });

  it("resolves types by the registry", () => {
    const environment = parseEnvironment({ resource_registry: { A: "a.yaml" } });
    const stack = define("resources: {a: {type: A}}", { environment });
    expect(stack.resources["a"]).toMatchObject({ type: "A", resolvedType: "a.yaml" });
  });

  it("evaluates policies, metadata and external ids", () => {
    const stack = define(`
resources:
  a: {type: A, deletion_policy: Retain, metadata: {m: {get_param: "OS::stack_name"}}}
  b: {type: B, external_id: x}`);
    expect(evaluateResource(stack, "a", planRuntime)).toMatchObject({
      deletionPolicy: "retain",
      metadata: { m: "demo" },
    });
    expect(evaluateResource(stack, "b", planRuntime)).toMatchObject({
      deletionPolicy: "retain",
      externalId: "x",
    });
  });

  it("plans with deferred values and runs with real ones", () => {
    const stack = define(
      "resources: {a: {type: A}, b: {type: B, properties: {v: {get_attr: [a, ip]}}}}",
    );
    expect(evaluateResource(stack, "b", planRuntime).properties).toEqual({ v: deferred("a.ip") });
    const runtime = { referenceOf: () => "id", attributeOf: () => "10.0.0.1" };
    expect(evaluateResource(stack, "b", runtime).properties).toEqual({ v: "10.0.0.1" });
  });

  it("keeps the error of an output beside the others", () => {
    const stack = define("outputs: {bad: {value: {get_param: zz}}, good: {value: 1}}");
    const outputs = evaluateOutputs(stack, planRuntime);
    expect(outputs["good"]).toEqual({ description: "No description given", value: 1 });
    expect(outputs["bad"]?.error?.message).toBe("The Parameter (zz) was not provided.");
  });
});
