import Handlebars from "handlebars";
import { HeatDriverError } from "../heat-driver-error.ts";
import { shellQuote } from "./shell-quote.ts";
import { yamlString } from "./yaml-string.ts";

export type RenderValues = Readonly<Record<string, unknown>>;

const engine = Handlebars.create();
engine.registerHelper("sh", (value: unknown) => shellQuote(scalarText("sh", value)));
engine.registerHelper("yaml", (value: unknown) => yamlString(scalarText("yaml", value)));
engine.registerHelper("literal", (value: unknown) => literalYaml(scalarText("literal", value)));

/**
 * Renders a Handlebars template of which every name must have a value.
 *
 * Values go in as they are, so all that a user can set goes through a helper: `{{sh value}}` makes
 * one word of shell, `{{yaml value}}` one string of YAML, `{{literal value}}` one in which Heat's
 * `str_replace` finds no name between @ signs.
 *
 * @throws {@link HeatDriverError} `JRB_RENDER_FAILED`, naming the file and never a value.
 */
export function render(path: string, text: string, values: RenderValues): string {
  try {
    return compiled(path, text)(values);
  } catch (error) {
    throw new HeatDriverError(
      "JRB_RENDER_FAILED",
      `${path} cannot be rendered: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

type Compiled = (values: RenderValues) => string;

/** What was compiled last of each file: it is the same text for every cluster, and slow to compile. */
const lastCompiled = new Map<string, { readonly text: string; readonly template: Compiled }>();

function compiled(path: string, text: string): Compiled {
  const last = lastCompiled.get(path);
  if (last?.text === text) return last.template;
  const template = engine.compile(text, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { sh: true, yaml: true, literal: true },
  });
  lastCompiled.set(path, { text, template });
  return template;
}

/** Heat replaces names between @ signs by secrets too, and has to leave what others wrote alone. */
function literalYaml(text: string): string {
  return yamlString(text).replaceAll("@", String.raw`\u0040`);
}

/** Handlebars' strict mode does not look at what helpers are given. */
function scalarText(helper: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TypeError(`the helper ${helper} takes text, numbers and booleans, not ${typeof value}`);
}
