import {
  type Environment,
  type HotMap,
  mergeEnvironments,
  parseEnvironment,
  TemplateError,
} from "@jeroboam/hot";
import { isJsonObject, type JsonObject, listAt, objectAt, textAt, textOf } from "../json.ts";
import { heatError } from "./heat-error.ts";
import { readTemplate } from "./read-template.ts";
import type { Stack, StackSource } from "./stack.ts";

/** What a create, update, preview or validate request asks for beside the source. */
export interface StackRequest {
  readonly source: StackSource;
  readonly timeoutMinutes: number | undefined;
  readonly disableRollback: boolean | undefined;
  readonly tags: readonly string[] | undefined;
}

function filesOf(body: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectAt(body, "files")).map(([name, content]) => [name, textOf(content)]),
  );
}

function asHotMap(value: JsonObject): HotMap {
  return JSON.parse(JSON.stringify(value));
}

function environmentOf(body: JsonObject, files: Readonly<Record<string, string>>): Environment[] {
  const given = body["environment"];
  const own = typeof given === "string" || isJsonObject(given) ? [parseEnvironment(given)] : [];
  const byName = listAt(body, "environment_files").map((name) => {
    const text = files[textOf(name)];
    if (text === undefined) {
      throw heatError(
        400,
        "HTTPBadRequest",
        `Environment file ${textOf(name)} is not among the files`,
      );
    }
    return parseEnvironment(text);
  });
  return [...own, ...byName];
}

function flag(body: JsonObject, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (/^(true|false)$/i.test(textOf(value))) return /^true$/i.test(textOf(value));
  throw heatError(
    400,
    "HTTPBadRequest",
    `Unrecognized value "${textOf(value)}" for "${name}", acceptable values are: true, false`,
  );
}

function minutesOf(body: JsonObject): number | undefined {
  const value = body["timeout_mins"];
  if (value === undefined || value === null || value === 0 || value === "0") return undefined;
  const minutes = Number(value);
  if (!Number.isInteger(minutes)) {
    throw heatError(400, "HTTPBadRequest", `Only integer is allowed for timeout_mins.`);
  }
  if (minutes < 0) {
    throw heatError(
      400,
      "HTTPBadRequest",
      `Value '${minutes}' is invalid for 'timeout_mins' which only accepts non-negative integer.`,
    );
  }
  return minutes;
}

const maximumTagLength = 80;

function tagsOf(body: JsonObject): readonly string[] | undefined {
  const { tags } = body;
  if (tags === undefined || tags === null) return undefined;
  const names = textOf(tags)
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  const tooLong = names.find((tag) => tag.length > maximumTagLength);
  if (tooLong !== undefined) {
    throw heatError(
      400,
      "HTTPBadRequest",
      `Invalid tag, "${tooLong}" is longer than ${maximumTagLength} characters`,
    );
  }
  return names;
}

/** The API reads a template's text before the engine does, and refuses it in its own words. */
function checkTemplateText(text: string): void {
  try {
    readTemplate(text);
  } catch (error) {
    if (TemplateError.isInstance(error) && error.code === "ValueError") {
      throw heatError(400, "HTTPBadRequest", `Template not in valid format: ${error.reason}`);
    }
  }
}

/** Reads the body of a request that names a template. */
export function readStackRequest(body: JsonObject): StackRequest {
  const files = filesOf(body);
  const { template } = body;
  if (typeof template === "string") checkTemplateText(template);
  if (typeof template !== "string" && !isJsonObject(template)) {
    throw heatError(400, "HTTPBadRequest", "No template specified");
  }
  return {
    source: {
      template,
      files,
      environment: mergeEnvironments(environmentOf(body, files)),
      parameters: asHotMap(objectAt(body, "parameters")),
    },
    timeoutMinutes: minutesOf(body),
    disableRollback: flag(body, "disable_rollback"),
    tags: tagsOf(body),
  };
}

/** Reads the body of an update that keeps what it does not name. */
export function readPatchRequest(body: JsonObject, stack: Stack): StackRequest {
  const before = stack.source;
  const files = { ...before.files, ...filesOf(body) };
  const template = body["template"] ?? before.template;
  const cleared = new Set(listAt(body, "clear_parameters").map(textOf));
  const keep = (parameters: HotMap): HotMap =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => !cleared.has(name)));
  const environment = mergeEnvironments([
    { ...before.environment, parameters: keep(before.environment.parameters) },
    ...environmentOf(body, files),
  ]);
  const parameters = { ...keep(before.parameters), ...asHotMap(objectAt(body, "parameters")) };
  const known = isJsonObject(template) ? Object.keys(objectAt(template, "parameters")) : undefined;
  const isKnown = (name: string): boolean => known === undefined || known.includes(name);
  return {
    source: {
      template,
      files,
      environment: {
        ...environment,
        parameters: Object.fromEntries(
          Object.entries(environment.parameters).filter(([name]) => isKnown(name)),
        ),
      },
      parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => isKnown(name))),
    },
    timeoutMinutes: minutesOf(body) ?? stack.timeoutMinutes,
    disableRollback: flag(body, "disable_rollback"),
    tags: tagsOf(body) ?? stack.tags,
  };
}

/** The name a request gives its stack; letters first, then what Heat allows. */
export function stackNameOf(body: JsonObject): string {
  const name = textAt(body, "stack_name");
  if (name === undefined || name === "") {
    throw heatError(400, "HTTPBadRequest", "No stack name specified");
  }
  if (!/^[a-zA-Z][a-zA-Z0-9_.-]{0,254}$/.test(name)) {
    throw heatError(
      400,
      "StackValidationFailed",
      `Invalid stack name ${name} must contain only alphanumeric or "_-." characters, must start with alpha and must be 255 characters or less.`,
    );
  }
  return name;
}
