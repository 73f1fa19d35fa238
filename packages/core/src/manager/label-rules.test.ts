import { describe, expect, it } from "vitest";
import type { Labels } from "../cluster/labels.ts";
import { requireKnownLabelValues } from "./label-rules.ts";

const refusalOf = (labels: Labels): unknown => {
  try {
    requireKnownLabelValues(labels);
    return undefined;
  } catch (error) {
    return error;
  }
};

// api.md 3.3, labels
describe("labels that every driver reads alike", () => {
  it.each<Labels>([
    {},
    { swarm_strategy: "spread" },
    { swarm_strategy: "" },
    { mesos_slave_isolation: "posix/cpu,posix/mem" },
    { mesos_slave_image_providers: "APPC" },
    { mesos_slave_image_providers: "docker", mesos_slave_isolation: "posix/cpu,docker/runtime" },
    { mesos_slave_executor_env_variables: '{"PATH": "/bin"}' },
    { anything_else: "goes" },
  ])("are taken when they are %j", (labels) => {
    expect(refusalOf(labels)).toBeUndefined();
  });

  it.each<[Labels, string]>([
    [
      { swarm_strategy: "spread fastest" },
      'property "labels/swarm_strategy" with value "fastest" is not supported, supported values are: spread, binpack, random, unspecified',
    ],
    [
      { mesos_slave_isolation: "posix/cpu,moon,mars" },
      'property "labels/mesos_slave_isolation" with value "moon, mars" is not supported, supported values are: filesystem/posix, filesystem/linux, filesystem/shared, posix/cpu, posix/mem, posix/disk, cgroups/cpu, cgroups/mem, docker/runtime, namespaces/pid, unspecified',
    ],
    [
      { mesos_slave_image_providers: "rkt" },
      'property "labels/mesos_slave_image_providers" with value "rkt" is not supported, supported values are: docker, appc, unspecified',
    ],
    [
      { mesos_slave_image_providers: "docker" },
      "Docker runtime isolator has to be specified if 'docker' is included in 'mesos_slave_image_providers' Please add 'docker/runtime' to 'mesos_slave_isolation' labels flags",
    ],
    [{ mesos_slave_executor_env_variables: "{PATH" }, "Json format error"],
  ])("are refused when they are %j", (labels, message) => {
    const [label] = Object.keys(labels);
    expect(refusalOf(labels)).toMatchObject({
      code: "JRB_LABEL_INVALID",
      details: { issues: [{ path: ["labels", label], message }] },
    });
  });
});
