import { keyError, valueError } from "../evaluation/template-function.ts";
import { uniqueItems } from "../functions/list-functions.ts";
import { isTruthy } from "../functions/string-functions.ts";
import { TemplateError } from "../template-error.ts";
import {
  isDeferred,
  isList,
  isMap,
  itemAt,
  own,
  valuesEqual,
  type HotMap,
  type HotValue,
} from "../value.ts";

/** An argument that is computed when needed, with another value as `$`. */
export type YaqlArgument = (current?: HotValue) => HotValue;

type Method = (subject: HotValue, args: readonly YaqlArgument[]) => HotValue;

export const unsupported = (what: string): TemplateError =>
  new TemplateError("UnsupportedExpression", `yaql ${what} is not supported`);

const list = (value: HotValue, name: string): readonly HotValue[] => {
  if (isList(value)) return value;
  throw unsupported(`${name} on ${isMap(value) ? "a map" : typeof value}`);
};

const text = (value: HotValue | undefined, name: string): string => {
  if (typeof value === "string") return value;
  throw unsupported(`${name} on something that is not a string`);
};

const map = (value: HotValue, name: string): HotMap => {
  if (isMap(value)) return value;
  throw unsupported(`${name} on something that is not a map`);
};

const overList =
  (
    name: string,
    method: (items: readonly HotValue[], args: readonly YaqlArgument[]) => HotValue,
  ): Method =>
  (subject, args) =>
    method(list(subject, name), args);

const overText =
  (name: string, method: (subject: string, ...args: string[]) => HotValue): Method =>
  (subject, args) =>
    method(text(subject, name), ...args.map((arg) => text(arg(), name)));

const number = (value: HotValue | undefined): number => {
  if (typeof value === "number") return value;
  throw unsupported("arithmetic on something that is not a number");
};

/** YAQL's own texts of values: `null` and `true` in small letters. */
export const yaqlText = (value: HotValue): string => {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  throw unsupported("str() of a list or map");
};

export function compareValues(left: HotValue, right: HotValue): number {
  const comparable =
    typeof left === typeof right && (typeof left === "string" || typeof left === "number");
  if (!comparable || left === null || right === null)
    throw unsupported("comparison of unlike values");
  return left < right ? -1 : Number(left > right);
}

const extreme =
  (sign: 1 | -1) =>
  (items: readonly HotValue[], args: readonly YaqlArgument[]): HotValue => {
    const all = [...(args[0] ? [args[0]()] : []), ...items];
    return pick(
      all.toSorted((left, right) => sign * compareValues(left, right)),
      undefined,
    );
  };

function pick(items: readonly HotValue[], fallback: YaqlArgument | undefined): HotValue {
  const [first] = items;
  if (first !== undefined) return first;
  if (fallback !== undefined) return fallback();
  throw valueError("yaql: the collection is empty");
}

const flat = (items: readonly HotValue[]): readonly HotValue[] =>
  items.flatMap((item) => (isList(item) ? flat(item) : [item]));

const truthy = (argument: YaqlArgument | undefined, item: HotValue): boolean =>
  isTruthy(argument === undefined ? item : argument(item));

const chosen = (argument: YaqlArgument | undefined, item: HotValue): HotValue =>
  argument === undefined ? item : argument(item);

const dictionary = (pairs: readonly HotValue[]): HotMap =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [key = null, value = null] = list(pair, "dict");
      return [yaqlText(key), value];
    }),
  );

const sorted =
  (sign: 1 | -1) =>
  (items: readonly HotValue[], [by]: readonly YaqlArgument[]): HotValue =>
    items.toSorted((left, right) => sign * compareValues(chosen(by, left), chosen(by, right)));

/** The methods that may be called as functions too: `f(x, y)` for `x.f(y)`. */
export const yaqlFunctions: ReadonlySet<string> = new Set(
  "len distinct str int bool coalesce isString isInteger isBoolean isList isDict list dict concat".split(
    " ",
  ),
);

/** What these methods give is no list yet, and has no positions: `toList()` makes one. */
export const yaqlIterations: ReadonlySet<string> = new Set(
  "where filter select map selectMany skip limit take distinct orderBy orderByDescending reverse append concat zip enumerate flatten groupBy keys values".split(
    " ",
  ),
);

/** Methods by name. */
export const yaqlMethods: Readonly<Record<string, Method>> = {
  len: (subject) =>
    typeof subject === "string"
      ? subject.length
      : isMap(subject)
        ? Object.keys(subject).length
        : list(subject, "len").length,
  count: overList("count", (items) => items.length),
  where: overList("where", (items, [by]) => items.filter((item) => truthy(by, item))),
  filter: overList("filter", (items, [by]) => items.filter((item) => truthy(by, item))),
  select: overList("select", (items, [by]) => items.map((item) => chosen(by, item))),
  map: overList("map", (items, [by]) => items.map((item) => chosen(by, item))),
  selectMany: overList("selectMany", (items, [by]) => items.flatMap((item) => chosen(by, item))),
  first: overList("first", (items, [fallback]) => pick(items, fallback)),
  last: overList("last", (items, [fallback]) => pick(items.toReversed(), fallback)),
  single: overList("single", (items) =>
    items.length === 1 ? pick(items, undefined) : pick([], undefined),
  ),
  skip: overList("skip", (items, [count]) => items.slice(number(count?.()))),
  limit: overList("limit", (items, [count]) => items.slice(0, number(count?.()))),
  take: overList("take", (items, [count]) => items.slice(0, number(count?.()))),
  reverse: overList("reverse", (items) => items.toReversed()),
  flatten: overList("flatten", flat),
  distinct: overList("distinct", (items, [by]) => {
    if (by !== undefined) throw unsupported("distinct with a selector");
    return uniqueItems(items);
  }),
  orderBy: overList("orderBy", sorted(1)),
  orderByDescending: overList("orderByDescending", sorted(-1)),
  any: overList("any", (items, [by]) =>
    by === undefined ? items.length > 0 : items.some((item) => truthy(by, item)),
  ),
  all: overList("all", (items, [by]) => items.every((item) => truthy(by, item))),
  sum: overList("sum", (items, [initial]) =>
    [...(initial ? [initial()] : []), ...items].reduce<number>(
      (total, item) => total + number(item),
      0,
    ),
  ),
  min: overList("min", extreme(1)),
  max: overList("max", extreme(-1)),
  append: overList("append", (items, args) => [...items, ...args.map((arg) => arg())]),
  concat: (subject, args) =>
    typeof subject === "string"
      ? subject + args.map((arg) => text(arg(), "concat")).join("")
      : [...list(subject, "concat"), ...args.flatMap((arg) => list(arg(), "concat"))],
  enumerate: overList("enumerate", (items, [start]) =>
    items.map((item, index) => [index + number(start?.() ?? 0), item]),
  ),
  zip: overList("zip", (items, args) => {
    const others = args.map((arg) => list(arg(), "zip"));
    const count = Math.min(items.length, ...others.map((other) => other.length));
    return items
      .slice(0, count)
      .map((item, index) => [item, ...others.map((other) => other[index] ?? null)]);
  }),
  join: (subject, [other]) => {
    const value = other?.() ?? "";
    const [items, separator] = isList(subject) ? [subject, value] : [value, subject];
    return list(items, "join").map(yaqlText).join(text(separator, "join"));
  },
  toList: (subject) => list(subject, "toList"),
  list: (subject, args) => [subject, ...args.map((arg) => arg())],
  contains: overList("contains", (items, [value]) =>
    items.some((item) => valuesEqual(item, value?.() ?? null)),
  ),
  indexOf: overList("indexOf", (items, [value]) =>
    items.findIndex((item) => valuesEqual(item, value?.() ?? null)),
  ),
  groupBy: overList("groupBy", (items, [by, each]) => {
    const keys = uniqueItems(items.map((item) => chosen(by, item)));
    return keys.map((key) => [
      key,
      items.filter((item) => valuesEqual(chosen(by, item), key)).map((item) => chosen(each, item)),
    ]);
  }),
  toDict: overList("toDict", (items, [key, value]) =>
    Object.fromEntries(items.map((item) => [yaqlText(chosen(key, item)), chosen(value, item)])),
  ),
  dict: (subject) => (isMap(subject) ? subject : dictionary(list(subject, "dict"))),
  keys: (subject) => Object.keys(map(subject, "keys")),
  values: (subject) => Object.values(map(subject, "values")),
  get: (subject, [key, fallback]) =>
    own(map(subject, "get"), text(key?.(), "get")) ?? fallback?.() ?? null,
  set: (subject, [key, value]) => ({
    ...map(subject, "set"),
    [text(key?.(), "set")]: value?.() ?? null,
  }),
  containsKey: (subject, [key]) =>
    Object.hasOwn(map(subject, "containsKey"), text(key?.(), "containsKey")),
  toUpper: overText("toUpper", (subject) => subject.toUpperCase()),
  toLower: overText("toLower", (subject) => subject.toLowerCase()),
  trim: overText("trim", (subject) => subject.trim()),
  split: overText("split", (subject, separator) => {
    if (separator !== undefined) return subject.split(separator);
    return subject.split(/\s+/).filter((part) => part !== "");
  }),
  replace: overText("replace", (subject, from = "", to = "") => subject.replaceAll(from, () => to)),
  startsWith: overText("startsWith", (subject, ...starts) =>
    starts.some((start) => subject.startsWith(start)),
  ),
  endsWith: overText("endsWith", (subject, ...ends) => ends.some((end) => subject.endsWith(end))),
  str: yaqlText,
  int: (subject) => {
    const value = Number(subject);
    if (isDeferred(subject) || isList(subject) || isMap(subject) || !Number.isFinite(value)) {
      throw valueError("yaql: int() needs a number");
    }
    return Math.trunc(value);
  },
  isString: (subject) => typeof subject === "string",
  isInteger: (subject) => Number.isInteger(subject),
  isBoolean: (subject) => typeof subject === "boolean",
  isList: (subject) => isList(subject),
  isDict: (subject) => isMap(subject),
  bool: (subject) => isTruthy(subject),
  coalesce: (subject, args) =>
    args.reduce<HotValue>((found, arg) => (found === null ? arg() : found), subject),
};

/** `.name` of a map, or of every map in a list. */
export function yaqlMember(subject: HotValue, name: string): HotValue {
  if (isList(subject)) return subject.map((item) => yaqlMember(item, name));
  const value = own(map(subject, `.${name}`), name);
  if (value === undefined) throw keyError(name);
  return value;
}

/** `[index]` of a list, or `[key]` of a map. */
export function yaqlItem(subject: HotValue, index: HotValue): HotValue {
  if (isMap(subject)) return yaqlMember(subject, text(index, "[]"));
  const item = itemAt(list(subject, "[]"), number(index));
  if (item === undefined) throw valueError("list index out of range");
  return item;
}
