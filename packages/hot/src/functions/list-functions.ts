import {
  eager,
  typeError,
  valueError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { pythonJson } from "../python/python-text.ts";
import { Deferred, isDeferred, isList, valuesEqual, type HotValue } from "../value.ts";
import { isTruthy } from "./string-functions.ts";

/** `list_concat`: one list of the items of all; a list of deferred items is no obstacle. */
export const listConcat: TemplateFunction = {
  compute(args, scope, name) {
    const lists = scope.evaluate(args);
    if (isDeferred(lists)) return lists;
    return concatenated(lists, name);
  },
};

/** `list_concat_unique`: the same without repetitions. */
export const listConcatUnique: TemplateFunction = eager((args, name) =>
  uniqueItems(concatenated(args, name) as readonly HotValue[]),
);

function concatenated(lists: HotValue, name: string): HotValue {
  if (!isList(lists)) {
    throw typeError(
      `Incorrect arguments to "${name}" should be: "${name}" : [ [ <value 1>, <value 2> ], [ <value 3>, <value 4> ] ]`,
    );
  }
  const waiting = lists.filter(isDeferred);
  if (waiting.length > 0) return new Deferred(waiting.flatMap((item) => item.sources));
  return lists.flatMap((list) => {
    if (list === null) return [];
    if (isList(list)) return list;
    throw typeError(
      `Incorrect arguments: Items to concat must be lists. ${pythonJson(lists)} contains an item that is not a list: ${pythonJson(list)}`,
    );
  });
}

/** The items of a list without repetitions, first ones kept. */
export const uniqueItems = (items: readonly HotValue[]): readonly HotValue[] =>
  items.reduce<readonly HotValue[]>(
    (unique, item) =>
      unique.some((other) => valuesEqual(other, item)) ? unique : [...unique, item],
    [],
  );

/** `filter`: a list without the given values. */
export const filter: TemplateFunction = eager(
  (args, name) => {
    const [values = null, sequence = null] = args as readonly HotValue[];
    if (!isTruthy(sequence)) return sequence;
    if (!isList(sequence)) throw typeError(`"${name}" only works with lists`);
    if (!isTruthy(values)) return sequence;
    if (!isList(values)) throw typeError(`"${name}" filters a list of values`);
    return sequence.filter((item) => !values.some((value) => valuesEqual(value, item)));
  },
  (args, name) => {
    if (!isList(args)) throw typeError(`Argument to "${name}" must be a list`);
    if (args.length !== 2) {
      throw valueError(
        `"${name}" expected 2 arguments of the form [values, sequence] but got ${args.length} arguments instead`,
      );
    }
  },
);

/** `contains`: whether a list has a value, or a text a part. */
export const contains: TemplateFunction = eager(
  (args, name) => {
    const [value = null, sequence = null] = args as readonly HotValue[];
    if (typeof sequence === "string") {
      if (typeof value === "string") return sequence.includes(value);
      throw typeError("'in <string>' requires string as left operand");
    }
    if (!isList(sequence)) throw typeError(`Second argument to "${name}" should be a sequence.`);
    return sequence.some((item) => valuesEqual(item, value));
  },
  (args, name) => {
    if (!isList(args) || args.length === 0) {
      throw typeError(
        `Incorrect arguments to "${name}" should be: "${name}" : [ "value1", [ "value1", "value2"]]`,
      );
    }
    if (args.length !== 2) {
      throw valueError(`Arguments to "${name}" must be of the form: [value1, [value1, value2]]`);
    }
  },
);
