import {
  type OutputMapping,
  type ParameterMapping,
  sharedClusterOutputs,
  sharedClusterParameters,
} from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import type { KubernetesLabels } from "./labels.ts";

/**
 * HOT parameter ← where from.
 *
 * @upstream magnum/drivers/heat/k8s_fedora_template_def.py `K8sFedoraTemplateDefinition`
 */
export const parameters: readonly ParameterMapping<KubernetesLabels>[] = [
  ...sharedClusterParameters,
  {
    parameter: "pods_network_cidr",
    from: ({ labels }) => labels.flannel_network_cidr,
    required: true,
  },
  { parameter: "kube_tag", from: ({ labels }) => labels.kube_tag },
  { parameter: "api_port", from: ({ template }) => apiPort(template) },
  {
    parameter: "service_account_key",
    from: ({ serviceAccountKey }) =>
      serviceAccountKey && lineEndsEscaped(serviceAccountKey.privateKeyPem),
    required: true,
    hidden: true,
  },
];

/** HOT output → what it tells. */
export const outputs: readonly OutputMapping[] = [
  ...sharedClusterOutputs,
  { output: "kube_tag", to: "cluster.coeVersion" },
];

/** Heat puts it into a quoted string of YAML. */
function lineEndsEscaped(pem: string): string {
  return pem.trim().replaceAll("\n", String.raw`\n`);
}
