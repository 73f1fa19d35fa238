import { createHash } from "node:crypto";
import {
  eager,
  keyError,
  mayBeCall,
  typeError,
  valueError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { pythonJson, pythonRepresentation, pythonText } from "../python/python-text.ts";
import { isList, isMap, itemAt, type HotMap, type HotValue } from "../value.ts";

const joinUsage = (name: string): string =>
  `Incorrect arguments to "${name}" should be: "${name}" : [ " ", [ "str1", "str2"] ...]`;

/** `list_join`: joins the items of one or more lists; maps and lists among them become JSON. */
export const listJoin: TemplateFunction = eager(
  (args, name) => {
    const [delimiter, ...lists] = args as readonly HotValue[];
    const items = lists.flatMap((list) => {
      if (!isTruthy(list)) return [];
      if (!isList(list)) throw typeError(`"${name}" must operate on a list`);
      return list;
    });
    if (typeof delimiter !== "string") throw typeError(`"${name}" delimiter must be a string`);
    return items.map(joinItem).join(delimiter);
  },
  (args, name) => {
    if (!isList(args)) throw typeError(joinUsage(name));
    if (args.length < 2) throw valueError(joinUsage(name));
  },
);

function joinItem(item: HotValue): string {
  if (item === null) return "";
  if (typeof item === "string") return item;
  if (isList(item) || isMap(item)) return pythonJson(item, { sortKeys: true });
  const shown = pythonRepresentation(item).slice(0, 200);
  throw typeError(`Items to join must be string, map or list not ${shown}`);
}

/** Whether Python takes a value for true: not null, empty, zero or false. */
export function isTruthy(value: HotValue): boolean {
  if (isList(value)) return value.length > 0;
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/**
 * `str_replace` and its strict forms: longer placeholders first, and what a replacement brought
 * in is not replaced again.
 */
export const strReplace = (options: { strict: boolean; allowEmpty: boolean }): TemplateFunction =>
  eager(
    (args, name) => {
      const { template = null, params = null } = args as HotMap;
      if (typeof template !== "string") throw typeError(`"${name}" template must be a string`);
      if (!isMap(params)) throw typeError(`"${name}" params must be a map`);
      const placeholders = Object.keys(params).toSorted(byLengthThenText);
      if (placeholders.includes("")) throw valueError("empty separator");
      const values = new Map(
        placeholders.map((key) => [
          key,
          replacement(params[key] ?? null, key, name, options.allowEmpty),
        ]),
      );
      const found = new Set<string>();
      const replaced = replaceAll(template, placeholders, values, found);
      const unused = placeholders.filter((key) => !found.has(key));
      if (options.strict && unused.length > 0) {
        throw valueError(
          `The following params were not found in the template: ${unused.join(",")}`,
        );
      }
      return replaced;
    },
    (args, name) => {
      if (!isMap(args)) throw typeError(`Arguments to "${name}" must be a map`);
      if (!Object.hasOwn(args, "template") || !Object.hasOwn(args, "params")) {
        const example = `${name}:\n              template: This is var1 template var2\n              params:\n                var1: a\n                var2: string`;
        throw keyError(`"${name}" syntax should be ${example}`);
      }
      if (!isMap(args["params"] ?? null)) throw typeError(`"${name}" parameters must be a mapping`);
    },
  );

const byLengthThenText = (left: string, right: string): number =>
  right.length - left.length || (left < right ? -1 : Number(left > right));

function replaceAll(
  text: string,
  [placeholder, ...others]: readonly string[],
  values: ReadonlyMap<string, string>,
  found: Set<string>,
): string {
  if (placeholder === undefined) return text;
  const parts = text.split(placeholder);
  if (parts.length > 1) found.add(placeholder);
  return parts
    .map((part) => replaceAll(part, others, values, found))
    .join(values.get(placeholder) ?? "");
}

function replacement(value: HotValue, key: string, name: string, allowEmpty: boolean): string {
  const empty =
    value === null || value === "" || ((isList(value) || isMap(value)) && !isTruthy(value));
  if (empty && !allowEmpty) {
    throw valueError(
      `${name} has an undefined or empty value for param ${key}, must be a defined non-empty value`,
    );
  }
  if (value === null) return "";
  return isList(value) || isMap(value) ? pythonJson(value, { sortKeys: true }) : pythonText(value);
}

/** `str_split`: cuts a text at a delimiter; with an index gives that part alone. */
export const strSplit: TemplateFunction = eager(
  (args, name) => {
    const usage = splitUsage(name);
    if (!isList(args) || args.length < 2) throw valueError(`Incorrect arguments to ${usage}`);
    const [delimiter = null, text = null, index] = args;
    if (text === null) return null;
    if (typeof text !== "string" || typeof delimiter !== "string") {
      throw typeError(`Incorrect arguments to ${usage}`);
    }
    if (delimiter === "") throw valueError("empty separator");
    const parts = text.split(delimiter);
    if (index === undefined) return parts;
    const position = wholeNumber(index);
    if (position === undefined) throw valueError(`Incorrect index to ${usage}`);
    const part = itemAt(parts, position);
    if (part === undefined) {
      throw valueError(`Incorrect index to "${name}" should be between 0 and ${parts.length - 1}`);
    }
    return part;
  },
  (args, name) => {
    if (typeof args === "string" || (isMap(args) && !mayBeCall(args))) {
      throw typeError(`Incorrect arguments to ${splitUsage(name)}`);
    }
  },
);

const splitUsage = (name: string): string =>
  `"${name}" should be: "${name}" : [ ",", "apples,pears", <index>]`;

function wholeNumber(value: HotValue): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Math.trunc(Number(value));
  return typeof value === "string" && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : undefined;
}

const algorithms = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];

/** `digest`: the hexadecimal hash of a text in Latin-1. */
export const digest: TemplateFunction = eager((args, name) => {
  if (!isList(args) || !args.every((arg) => typeof arg === "string")) {
    throw typeError(`Argument to function "${name}" must be a list of strings`);
  }
  const [algorithm, value] = args;
  if (args.length !== 2 || algorithm === undefined || value === undefined) {
    throw valueError(`Function "${name}" usage: ["<algorithm>", "<value>"]`);
  }
  if (!algorithms.includes(algorithm.toLowerCase())) {
    throw valueError(`Algorithm must be one of ${algorithms.join(", ")}`);
  }
  if (/[^\u0000-\u00ff]/.test(value)) {
    throw valueError("'latin-1' codec can't encode characters: ordinal not in range(256)");
  }
  return createHash(algorithm.toLowerCase()).update(value, "latin1").digest("hex");
});
