import {
  keyError,
  mayBeCall,
  typeError,
  valueError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { pythonText, pythonTypeName } from "../python/python-text.ts";
import {
  Deferred,
  deferredSources,
  isDeferred,
  isList,
  isMap,
  type HotMap,
  type HotValue,
} from "../value.ts";

/**
 * `repeat`: a copy of the template for each combination of the lists' items, or for each position
 * with `permutations: false`.
 */
export const repeat: TemplateFunction = {
  check(args, name) {
    if (!isMap(args)) throw typeError(`Arguments to "${name}" must be a map`);
    if (!Object.hasOwn(args, "for_each") || !Object.hasOwn(args, "template")) {
      throw keyError(
        `"repeat" syntax should be repeat:\n              template: This is %var%\n              for_each:\n                %var%: ['a', 'b', 'c']`,
      );
    }
    if (typeof (args["permutations"] ?? true) !== "boolean") {
      throw typeError(`"permutations" should be boolean type for ${name} function.`);
    }
    const each = args["for_each"] ?? null;
    if (!isMap(each) && !mayBeCall(each)) {
      throw typeError(`The "for_each" argument to "${name}" must contain a map`);
    }
  },
  compute(args, scope, name) {
    const { for_each: each = null, template = null, permutations = true } = args as HotMap;
    const lists = scope.evaluate(each);
    const sources = deferredSources(lists);
    if (sources.length > 0) return new Deferred(sources);
    if (!isMap(lists)) throw typeError(`The "for_each" argument to "${name}" must contain a map`);
    const variables = Object.keys(lists);
    if (variables.length === 0) throw valueError("not enough values to unpack (expected 2, got 0)");
    const values = variables.map((variable) =>
      eachValues(lists[variable] ?? null, permutations === true, name),
    );
    const body = scope.evaluate(template);
    const rows = permutations === true ? product(values) : zipped(values, lists, name);
    return rows.map((row) => replaced(body, variables, row));
  },
};

function eachValues(value: HotValue, maps: boolean, name: string): readonly HotValue[] {
  if (value === null) return [];
  if (isList(value)) return value;
  if (maps && isMap(value)) return Object.keys(value);
  throw typeError(
    `The values of the "for_each" argument to "${name}" must be lists${maps ? " or maps" : ""}`,
  );
}

const product = (lists: readonly (readonly HotValue[])[]): readonly (readonly HotValue[])[] =>
  lists.reduce<readonly (readonly HotValue[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );

function zipped(
  lists: readonly (readonly HotValue[])[],
  given: HotMap,
  name: string,
): readonly (readonly HotValue[])[] {
  const lengths = lists
    .filter((_, index) => Object.values(given)[index] !== null)
    .map((list) => list.length);
  if (new Set(lengths).size > 1) {
    throw valueError(
      `For ${name}, the length of for_each values should be equal if no nested loop.`,
    );
  }
  const count = Math.min(...lists.map((list) => list.length));
  return Array.from({ length: count }, (_, row) => lists.map((list) => list[row] ?? null));
}

function replaced(
  body: HotValue,
  variables: readonly string[],
  row: readonly HotValue[],
): HotValue {
  if (isDeferred(body)) return body;
  if (typeof body === "string") {
    return variables.reduce((text, variable, index) => {
      const value = row[index] ?? null;
      if (typeof value === "string") return text.replaceAll(variable, () => value);
      throw typeError(`replace() argument 2 must be str, not ${pythonTypeName(value)}`);
    }, body);
  }
  if (isList(body)) return body.map((item) => replaced(item, variables, row));
  if (!isMap(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      pythonText(replaced(key, variables, row)),
      replaced(value, variables, row),
    ]),
  );
}
