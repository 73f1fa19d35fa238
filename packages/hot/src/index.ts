export { Deferred, deferred, deferredSources, isDeferred } from "./value.ts";
export type { HotMap, HotValue } from "./value.ts";
export { TemplateError } from "./template-error.ts";
export type { TemplateErrorCode, TemplateErrorDetails } from "./template-error.ts";

export { parseTemplate } from "./template/parse-template.ts";
export { validateTemplate } from "./template/validate-template.ts";
export type { ValidationOptions } from "./template/validate-template.ts";
export type {
  DeletionPolicy,
  OutputDefinition,
  ParameterSchema,
  ParameterType,
  ResourceDefinition,
  Template,
} from "./template/template.ts";

export { emptyEnvironment } from "./environment/environment.ts";
export type { Environment, ResourceRegistry } from "./environment/environment.ts";
export { mergeEnvironments, parseEnvironment } from "./environment/parse-environment.ts";
export { nestedEnvironment, resolveType } from "./environment/resolve-type.ts";

export { checkImmutableParameters, defineStack } from "./stack/define-stack.ts";
export type { StackDefinition, StackOptions, StackResource } from "./stack/stack-definition.ts";
export {
  evaluateOutputs,
  evaluateResource,
  evaluationContext,
} from "./stack/evaluate-stack.ts";
export { planRuntime, previewRuntime } from "./stack/plan-runtime.ts";
export type { EvaluatedOutput, EvaluatedResource } from "./stack/evaluate-stack.ts";

export { evaluate } from "./evaluation/evaluate.ts";
export { functionNames } from "./evaluation/function-names.ts";
export { selectPath } from "./evaluation/select-path.ts";
export type {
  EvaluationContext,
  ResourceFacade,
  Runtime,
} from "./evaluation/evaluation-context.ts";

export type {
  Bounds,
  ConstraintDefinition,
  CustomConstraintCheck,
} from "./parameters/constraint.ts";
export type {
  PropertiesSchema,
  PropertySchema,
  PropertyType,
} from "./properties/property-schema.ts";
export { resolveProperties } from "./properties/resolve-properties.ts";
export type { PropertiesOptions } from "./properties/resolve-properties.ts";

export {
  isTemplateType,
  nestedAttribute,
  nestedParameters,
  nestedPropertiesSchema,
  nestedReference,
  nestedTemplate,
} from "./nested/template-resource.ts";
export type { NestedStackView } from "./nested/template-resource.ts";
export {
  expandResourceGroup,
  resourceGroupAttribute,
  resourceGroupSchema,
} from "./nested/resource-group.ts";
export type {
  ResourceGroupExpansion,
  ResourceGroupState,
  ResourceGroupView,
} from "./nested/resource-group.ts";

export {
  PLANNED_RESOURCES_MAX,
  type PlannedResource,
  planResources,
} from "./plan/plan-resources.ts";

export { compareProperties } from "./comparison/compare-properties.ts";
export type { PropertiesChange } from "./comparison/compare-properties.ts";
export { compareResources } from "./comparison/compare-resources.ts";
export type { StackChange } from "./comparison/compare-resources.ts";
