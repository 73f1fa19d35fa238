import type { Environment } from "../environment/environment.ts";
import type { ResourceFacade } from "../evaluation/evaluation-context.ts";
import type { CustomConstraintCheck } from "../parameters/constraint.ts";
import type { OutputDefinition, ResourceDefinition, Template } from "../template/template.ts";
import type { HotMap } from "../value.ts";

/** What makes a stack of a template. */
export interface StackOptions {
  readonly template: Template;
  /** `OS::stack_name`. */
  readonly name: string;
  /** `OS::stack_id`; empty until the stack has one. */
  readonly id?: string;
  /** `OS::project_id`. */
  readonly projectId?: string;
  /** Wins over the environment's parameters. */
  readonly parameters?: HotMap;
  readonly environment?: Environment;
  /** Contents by the names that `get_file` and nested types use. */
  readonly files?: Readonly<Record<string, string>>;
  readonly customConstraint?: CustomConstraintCheck;
  readonly facade?: ResourceFacade;
  /** The attributes of a resource type, to refuse others; undefined when unknown or open. */
  readonly attributesOf?: (resolvedType: string) => ReadonlySet<string> | undefined;
}

/** A template with its parameters: conditions are decided, types resolved, dependencies known. */
export interface StackDefinition {
  readonly template: Template;
  readonly name: string;
  readonly environment: Environment;
  readonly files: Readonly<Record<string, string>>;
  /** Typed values, pseudo parameters included. */
  readonly parameters: HotMap;
  /** As Heat's API shows them: texts, hidden ones as `******`. */
  readonly parameterTexts: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, boolean>>;
  /** The resources whose condition holds. */
  readonly resources: Readonly<Record<string, StackResource>>;
  /** The outputs whose condition holds. */
  readonly outputs: Readonly<Record<string, OutputDefinition>>;
  /** For each resource the resources it needs, by `get_resource`, `get_attr` and `depends_on`. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** Creation order, needed resources first; deletion is the reverse. */
  readonly order: readonly string[];
  readonly facade?: ResourceFacade;
}

/** A resource of a stack: its definition, and its type after the environment's registry. */
export interface StackResource extends ResourceDefinition {
  readonly name: string;
  /** A cloud type, `OS::Heat::None`, or a file name, see `isTemplateType`. */
  readonly resolvedType: string;
}
