import {
  type OutputMapping,
  type ParameterMapping,
  sharedClusterOutputs,
  sharedClusterParameters,
} from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import type { SwarmModeLabels } from "./labels.ts";

/**
 * HOT parameter ← where from.
 *
 * @upstream magnum/drivers/swarm_fedora_atomic_v2/template_def.py `SwarmModeTemplateDefinition`
 */
export const parameters: readonly ParameterMapping<SwarmModeLabels>[] = [
  ...sharedClusterParameters,
  { parameter: "api_port", from: ({ template }) => apiPort(template) },
];

/** HOT output → what it tells. */
export const outputs: readonly OutputMapping[] = [...sharedClusterOutputs];
