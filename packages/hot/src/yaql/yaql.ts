import {
  eager,
  keyError,
  mayBeCall,
  typeError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { isTruthy } from "../functions/string-functions.ts";
import { isList, isMap, own, valuesEqual, type HotMap, type HotValue } from "../value.ts";
import {
  compareValues,
  unsupported,
  yaqlFunctions,
  yaqlItem,
  yaqlIterations,
  yaqlMember,
  yaqlMethods,
  yaqlText,
} from "./yaql-methods.ts";
import { parseYaql, type YaqlNode } from "./yaql-syntax.ts";

/**
 * `yaql`: a subset of the query language: paths, indexes and filters, operators, literals, and the
 * methods in `yaqlMethods`. Anything else is an `UnsupportedExpression`, never a wrong answer.
 */
export const yaql: TemplateFunction = eager((args, name) => {
  const { expression = null, data = {} } = args as HotMap;
  return evaluateYaql(parsed(expression, name), { data });
}, checkYaql);

function checkYaql(args: HotValue, name: string): void {
  if (!isMap(args)) throw typeError(`Arguments to "${name}" must be a map.`);
  const others = Object.keys(args).filter((key) => key !== "expression" && key !== "data");
  if (!Object.hasOwn(args, "expression") || others.length > 0) {
    throw keyError(
      `"${name}" syntax should be ${name}:\n              expression: $.data.var1.sum()\n              data:\n                var1: [3, 2, 1]`,
    );
  }
  const expression = args["expression"] ?? null;
  if (!mayBeCall(expression)) parsed(expression, name);
}

function parsed(expression: HotValue, name: string): YaqlNode {
  if (typeof expression === "string") return parseYaql(expression);
  throw typeError(`The "expression" argument to ${name} must contain a string.`);
}

function evaluateYaql(node: YaqlNode, current: HotValue): HotValue {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "variable":
      if (node.name === "" || node.name === "1") return current;
      throw unsupported(`variable $${node.name}`);
    case "list":
      return node.items.map((item) => evaluateYaql(item, current));
    case "map":
      return Object.fromEntries(
        node.pairs.map(([key, value]) => [
          yaqlText(evaluateYaql(key, current)),
          evaluateYaql(value, current),
        ]),
      );
    case "member": {
      const subject = evaluateYaql(node.of, current);
      return subject === null && node.safe ? null : yaqlMember(subject, node.name);
    }
    case "index":
      return indexed(node.of, node.by, current);
    case "call":
      return called(node, current);
    case "unary": {
      const operand = evaluateYaql(node.operand, current);
      if (node.operator === "not") return !isTruthy(operand);
      return arithmetic("-", 0, operand);
    }
    case "binary":
      return operated(node, current);
  }
}

function indexed(of: YaqlNode, by: YaqlNode, current: HotValue): HotValue {
  if (of.kind === "call" && yaqlIterations.has(of.name)) {
    throw unsupported(`[] on what ${of.name}() gives, without toList(),`);
  }
  return yaqlItem(evaluateYaql(of, current), evaluateYaql(by, current));
}

function called(node: YaqlNode & { kind: "call" }, current: HotValue): HotValue {
  const [first, ...rest] = node.of === undefined ? node.args : [node.of, ...node.args];
  if (node.name === "switch" && node.of === undefined) return switched(node.args, current);
  if (node.name === "dict" && node.of === undefined && node.args.every(isPair)) {
    return Object.fromEntries(
      node.args
        .filter(isPair)
        .map(({ left, right }) => [
          yaqlText(evaluateYaql(left, current)),
          evaluateYaql(right, current),
        ]),
    );
  }
  const known = node.of !== undefined || yaqlFunctions.has(node.name);
  const method = known ? own(yaqlMethods, node.name) : undefined;
  if (method === undefined) throw unsupported(`function ${node.name}()`);
  if (first === undefined) {
    if (node.name === "list") return [];
    throw unsupported(`${node.name}() without arguments`);
  }
  const subject = evaluateYaql(first, current);
  if (subject === null && node.safe) return null;
  return method(
    subject,
    rest.map(
      (argument) =>
        (item = current) =>
          evaluateYaql(argument, item),
    ),
  );
}

const isPair = (node: YaqlNode): node is YaqlNode & { kind: "binary" } =>
  node.kind === "binary" && node.operator === "=>";

function switched(cases: readonly YaqlNode[], current: HotValue): HotValue {
  for (const branch of cases) {
    if (!isPair(branch)) throw unsupported("switch() without pairs");
    if (isTruthy(evaluateYaql(branch.left, current))) return evaluateYaql(branch.right, current);
  }
  return null;
}

function operated(node: YaqlNode & { kind: "binary" }, current: HotValue): HotValue {
  const left = evaluateYaql(node.left, current);
  const right = (): HotValue => evaluateYaql(node.right, current);
  switch (node.operator) {
    case "and":
      return isTruthy(left) ? right() : left;
    case "or":
      return isTruthy(left) ? left : right();
    case "=":
      return valuesEqual(left, right());
    case "!=":
      return !valuesEqual(left, right());
    case "in":
      return within(left, right());
    case "<":
      return compareValues(left, right()) < 0;
    case ">":
      return compareValues(left, right()) > 0;
    case "<=":
      return compareValues(left, right()) <= 0;
    case ">=":
      return compareValues(left, right()) >= 0;
    case "+":
    case "-":
    case "*":
    case "/":
    case "mod":
      return arithmetic(node.operator, left, right());
    default:
      throw unsupported(`operator ${node.operator}`);
  }
}

function within(item: HotValue, collection: HotValue): boolean {
  if (isList(collection)) return collection.some((other) => valuesEqual(other, item));
  if (typeof collection === "string" && typeof item === "string") return collection.includes(item);
  throw unsupported("operator in on something that is not a list or string");
}

function arithmetic(operator: string, left: HotValue, right: HotValue): HotValue {
  if (operator === "+") {
    if (typeof left === "string" && typeof right === "string") return left + right;
    if (isList(left) && isList(right)) return [...left, ...right];
    if (isMap(left) && isMap(right)) return { ...left, ...right };
  }
  if (typeof left !== "number" || typeof right !== "number") {
    throw unsupported(`operator ${operator} on something that is not a number`);
  }
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  if (right === 0) throw unsupported("division by zero");
  if (operator === "mod") return left - right * Math.floor(left / right);
  const whole = Number.isInteger(left) && Number.isInteger(right);
  return whole ? Math.floor(left / right) : left / right;
}
