import { missingParameter } from "../functions/reference-functions.ts";
import { TemplateError } from "../template-error.ts";
import type { ParameterSchema } from "../template/template.ts";
import { own, type HotMap, type HotValue } from "../value.ts";
import { constraintProblem, unsuitable } from "./check-constraint.ts";
import type { CustomConstraintCheck } from "./constraint.ts";
import { parameterText, parameterValue } from "./parameter-value.ts";

/** Where parameter values come from. */
export interface ParameterSources {
  /** Given for this stack. */
  readonly values: HotMap;
  /** Instead of the template's defaults, for whichever template has such a parameter. */
  readonly defaults: HotMap;
  /** The `OS::` parameters. */
  readonly pseudo: Readonly<Record<string, string>>;
  readonly customConstraint?: CustomConstraintCheck | undefined;
}

/** Parameters as the language uses them, and as an API shows them. */
export interface ResolvedParameters {
  readonly values: HotMap;
  readonly texts: Readonly<Record<string, string>>;
}

const hiddenText = "******";

/** Types and checks all parameters; throws for the first that is unknown, missing or unfit. */
export function resolveParameters(
  schemas: Readonly<Record<string, ParameterSchema>>,
  sources: ParameterSources,
): ResolvedParameters {
  const unknown = Object.keys(sources.values).find((name) => !Object.hasOwn(schemas, name));
  if (unknown !== undefined) {
    throw new TemplateError(
      "UnknownUserParameter",
      `The Parameter (${unknown}) was not defined in template.`,
    );
  }
  const entries = Object.entries(schemas).map(([name, schema]) => {
    const value = resolveParameter(name, schema, sources);
    return { name, value, text: schema.hidden ? hiddenText : parameterText[schema.type](value) };
  });
  return {
    values: Object.fromEntries([
      ...Object.entries(sources.pseudo),
      ...entries.map(({ name, value }) => [name, value] as const),
    ]),
    texts: Object.fromEntries([
      ...Object.entries(sources.pseudo),
      ...entries.map(({ name, text }) => [name, text] as const),
    ]),
  };
}

function resolveParameter(
  name: string,
  schema: ParameterSchema,
  sources: ParameterSources,
): HotValue {
  checkSchema(name, schema);
  const given = own(sources.values, name) ?? own(sources.defaults, name) ?? schema.default ?? null;
  if (given === null) throw missingParameter(name);
  const problem = parameterProblem(schema, given, sources.customConstraint);
  if (problem !== undefined) {
    const shown = schema.hidden ? concealed(problem, given) : problem;
    throw new TemplateError("StackValidationFailed", `Parameter '${name}' is invalid: ${shown}`);
  }
  return parameterValue[schema.type](given);
}

/** Checks a parameter's own definition: constraints suit the type, and the default suits them. */
export function checkSchema(name: string, schema: ParameterSchema): void {
  const invalid = (reason: string): TemplateError =>
    new TemplateError("InvalidSchemaError", `Parameter '${name}' is invalid: ${reason}`);
  for (const constraint of schema.constraints) {
    const reason = unsuitable(constraint, schema.type);
    if (reason !== undefined) throw invalid(reason);
  }
  if (schema.default === undefined || schema.constraints.length === 0) return;
  const reason = parameterProblem(schema, schema.default, undefined);
  if (reason !== undefined) {
    const shown = schema.hidden ? hiddenText : parameterText.string(schema.default);
    throw invalid(
      `Invalid default ${shown} (${schema.hidden ? concealed(reason, schema.default) : reason})`,
    );
  }
}

/** Finds why a value is no good for a parameter. */
function parameterProblem(
  schema: ParameterSchema,
  given: HotValue,
  customConstraint: CustomConstraintCheck | undefined,
): string | undefined {
  try {
    const parsed = parameterValue[schema.type](given);
    const shown = schema.type === "json" || schema.type === "comma_delimited_list" ? parsed : given;
    return schema.constraints
      .map((constraint) =>
        constraintProblem(constraint, shown, parameterValue[schema.type], customConstraint),
      )
      .find((problem) => problem !== undefined);
  } catch (error) {
    if (TemplateError.isInstance(error)) return error.reason;
    throw error;
  }
}

/** Takes a hidden value out of a message. */
function concealed(message: string, value: HotValue): string {
  const text = parameterText.string(value);
  return text === "" ? message : message.replaceAll(text, hiddenText);
}
