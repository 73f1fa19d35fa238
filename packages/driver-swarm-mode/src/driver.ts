import type { ClusterDriver } from "@jeroboam/core";
import {
  defineHeatDriver,
  type HeatDriverDefinition,
  type HeatServices,
  nodeUserData,
} from "@jeroboam/heat";
import { DEFAULT_GROUP_LABELS } from "./engine-labels.ts";
import { type SwarmModeLabels, swarmModeLabelsSchema } from "./labels.ts";
import { nodeContent } from "./node-content.ts";
import { nodeGroups } from "./node-group-definition.ts";
import { outputs, parameters } from "./template-definition.ts";
import { validate } from "./validation.ts";
import { CONTAINER_VERSION, DRIVER_NAME } from "./version.ts";

/** The declaration, for tests and tools; `swarmMode` is the driver that it makes. */
export const swarmModeDefinition: HeatDriverDefinition<SwarmModeLabels> = {
  name: DRIVER_NAME,
  stability: "stable",
  provides: [
    { serverType: "vm", os: "ubuntu", coe: "swarm-mode" },
    { serverType: "vm", os: "debian", coe: "swarm-mode" },
    { serverType: "vm", os: "fedora-atomic", coe: "swarm-mode" },
  ],
  containerVersion: CONTAINER_VERSION,
  labels: swarmModeLabelsSchema,
  templates: new URL("../templates/", import.meta.url),
  template: ["cluster.yaml", "parts/cluster.yaml", "parts/workers.yaml"],
  parameters,
  outputs,
  rendering: (source, templates) =>
    nodeUserData(source, templates, nodeContent(source, DEFAULT_GROUP_LABELS)),
  refresh: true,
  resize: { masters: "fixed", workersMin: 0 },
  nodeGroups,
  validate,
};

/**
 * Docker swarm mode on virtual machines.
 *
 * @upstream magnum/drivers/swarm_fedora_atomic_v2/driver.py `Driver`
 */
export const swarmMode: ClusterDriver<HeatServices> = defineHeatDriver(swarmModeDefinition);
