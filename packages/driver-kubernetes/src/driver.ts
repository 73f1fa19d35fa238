import type { ClusterDriver } from "@jeroboam/core";
import {
  defineHeatDriver,
  type HeatDriverDefinition,
  type HeatServices,
  nodeUserData,
} from "@jeroboam/heat";
import { certificateProfiles } from "./certificate-profiles.ts";
import { type KubernetesLabels, kubernetesLabelsSchema } from "./labels.ts";
import { nodeContent } from "./node-content.ts";
import { nodeGroups } from "./node-group-definition.ts";
import { outputs, parameters } from "./template-definition.ts";
import { validate } from "./validation.ts";
import { CONTAINER_VERSION, DRIVER_NAME } from "./version.ts";

/** The default groups' nodes have none of their own. */
const NO_MARKS = { nodeLabels: {}, nodeTaints: [] };

/** The declaration, for tests and tools; `kubernetes` is the driver that it makes. */
export const kubernetesDefinition: HeatDriverDefinition<KubernetesLabels> = {
  name: DRIVER_NAME,
  stability: "stable",
  provides: [
    { serverType: "vm", os: "debian", coe: "kubernetes" },
    { serverType: "vm", os: "ubuntu", coe: "kubernetes" },
  ],
  containerVersion: CONTAINER_VERSION,
  labels: kubernetesLabelsSchema,
  certificateAuthorities: ["cluster", "etcd"],
  serviceAccountKey: true,
  certificateProfiles: () => certificateProfiles,
  templates: new URL("../templates/", import.meta.url),
  template: ["cluster.yaml", "parts/cluster.yaml", "parts/workers.yaml"],
  parameters,
  outputs,
  rendering: (source, templates) => nodeUserData(source, templates, nodeContent(source, NO_MARKS)),
  refresh: true,
  resize: { masters: "fixed", workersMin: 0 },
  nodeGroups,
  validate,
};

/**
 * Kubernetes on virtual machines.
 *
 * @upstream magnum/drivers/k8s_fedora_coreos_v1/driver.py `Driver`
 */
export const kubernetes: ClusterDriver<HeatServices> = defineHeatDriver(kubernetesDefinition);
