export { defineHeatDriver } from "./define-heat-driver.ts";
export { HEAT_ERROR_CODES, HeatDriverError, type HeatErrorCode } from "./heat-driver-error.ts";
export type { HeatDriverDefinition, NodeGroupDeclaration } from "./heat-driver-definition.ts";
export {
  type ClusterSource,
  clusterSource,
  type LabelsParser,
  type MappingSource,
} from "./mapping/mapping-source.ts";
export type { OutputMapping, OutputTarget } from "./mapping/output-mapping.ts";
export type { NodeGroupSource } from "./mapping/node-group-source.ts";
export type {
  MappedParameter,
  NodeGroupParameterMapping,
  ParameterMapping,
} from "./mapping/parameter-mapping.ts";
export type {
  HeatServices,
  HeatValue,
  ListedStack,
  OrchestrationPort,
  Stack,
  StackChange,
  StackRequest,
  StackResource,
} from "./orchestration-port.ts";
export type { NodeSettings } from "./node/node-settings.ts";
export { type NodeDeclaration, type NodeFile, nodeUserData } from "./node/node-user-data.ts";
export {
  type SharedClusterLabels,
  sharedClusterOutputs,
  sharedClusterParameters,
} from "./node/shared-cluster-parameters.ts";
export {
  NETWORK_OUTPUTS,
  sharedNodeGroupOutputs,
  sharedNodeGroupParameters,
} from "./node/shared-node-group-parameters.ts";
export { type SharedNodeLabels, sharedNodeParameters } from "./node/shared-node-parameters.ts";
export type { ShellValue } from "./node/shell-assignments.ts";
export { render, type RenderValues } from "./rendering/render.ts";
export {
  flavorRules,
  networkRules,
  proxyRules,
  storageDriverRule,
} from "./rules/cluster-rules.ts";
export { nodeGroupFlavorRule } from "./rules/node-group-rules.ts";
export { issuesOf, type Rule } from "./rules/rule.ts";
export { sharedTemplates } from "./shared-templates.ts";
export { clusterStackRequest } from "./stack/cluster-stack-request.ts";
export { nodeGroupStackRequest } from "./stack/node-group-stack-request.ts";
export type { StackDeclaration } from "./stack-declaration.ts";
export { nodeGroupStackName, stackName } from "./stack/stack-name.ts";
export { stackTags } from "./stack/stack-tags.ts";
export { templateCoverageFaults } from "./template-coverage.ts";
export {
  type ResolvedTemplate,
  resolveTemplateFiles,
  type TemplateFilesOptions,
} from "./template/template-files.ts";
export {
  type TemplateFolder,
  type TemplateSource,
  templateSource,
} from "./template/template-source.ts";
