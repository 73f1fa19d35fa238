import {
  eager,
  typeError,
  valueError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { pythonText } from "../python/python-text.ts";
import { Deferred, isDeferred, isList, isMap, own, type HotMap, type HotValue } from "../value.ts";

/** `map_merge`: later maps win; deferred values inside the maps are no obstacle. */
export const mapMerge: TemplateFunction = {
  compute(args, scope, name) {
    const maps = scope.evaluate(args);
    if (isDeferred(maps)) return maps;
    if (!isList(maps)) {
      throw typeError(
        `Incorrect arguments to "${name}" should be: "${name}" : [ { "key1": "val1" }, { "key2": "val2" } ]`,
      );
    }
    const waiting = maps.filter(isDeferred);
    if (waiting.length > 0) return new Deferred(waiting.flatMap((item) => item.sources));
    const entries = maps.flatMap((map) => {
      if (map !== null && !isMap(map)) {
        throw typeError("Incorrect arguments: Items to merge must be maps.");
      }
      return Object.entries(map ?? {});
    });
    return Object.fromEntries(entries);
  },
};

/** `map_replace`: other keys and values by two tables; new keys must not collide. */
export const mapReplace: TemplateFunction = eager((args, name) => {
  const example = `"${name}" : [ { "key1": "val1" }, {"keys": {"key1": "key2"}, "values": {"val1": "val2"}}]`;
  const usage = `Incorrect arguments to "${name}" should be: ${example}`;
  const ensureMap = (value: HotValue): HotMap => {
    if (value === null) return {};
    if (isMap(value)) return value;
    throw typeError(
      `Incorrect arguments: to "${name}", arguments must be a list of maps. Example:  ${example}`,
    );
  };
  if (!isList(args)) throw typeError(usage);
  const [first, second] = args;
  if (first === undefined || second === undefined) throw typeError(usage);
  const input = ensureMap(first);
  const tables = ensureMap(second);
  if (args.length > 2) throw typeError(usage);
  if (Object.keys(tables).some((key) => key !== "keys" && key !== "values"))
    throw valueError(usage);
  const keys = ensureMap(tables["keys"] ?? null);
  const values = ensureMap(tables["values"] ?? null);
  const output = new Map<string, HotValue>();
  for (const [oldKey, oldValue] of Object.entries(input)) {
    const newKey = own(keys, oldKey) ?? null;
    const key = newKey === null ? oldKey : pythonText(newKey);
    if (newKey !== null && key !== oldKey && Object.hasOwn(input, key)) {
      throw valueError(`key replacement ${key} collides with a key in the input map`);
    }
    if (newKey !== null && output.has(key)) {
      throw valueError(`key replacement ${key} collides with a key in the output map`);
    }
    output.set(key, typeof oldValue === "string" ? (own(values, oldValue) ?? oldValue) : oldValue);
  }
  return Object.fromEntries(output);
});
