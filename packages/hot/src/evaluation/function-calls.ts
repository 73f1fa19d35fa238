import { conditionFunctions, valueFunctions } from "../functions/function-table.ts";
import { TemplateError } from "../template-error.ts";
import { isDeferred, isList, isMap, type HotValue } from "../value.ts";
import { ifUsage } from "../functions/condition-functions.ts";
import { nullableIfVersion } from "../template/template-version.ts";
import {
  functionCall,
  valueError,
  type FunctionTable,
  type TemplateFunction,
} from "./template-function.ts";

/** A place in a template where a function is called. */
export interface FunctionCall {
  readonly name: string;
  readonly args: HotValue;
  readonly called: TemplateFunction;
  /** The way to the call, e.g. `server.Properties.networks[0].port`; the call's name is not in it. */
  readonly place: string;
}

/** Says which branches of an `if` are looked at, given its arguments. */
export type BranchChoice = (args: readonly HotValue[], place: string) => readonly HotValue[];

/** Looks at both branches: for checks without parameter values. */
export const bothBranches: BranchChoice = ([, ...branches]) => branches;

/** Lists the calls in an expression, inner ones first. */
export function functionCalls(
  snippet: HotValue,
  place: string,
  branches: BranchChoice,
  table: FunctionTable = valueFunctions,
): readonly FunctionCall[] {
  if (isDeferred(snippet)) return [];
  if (isList(snippet)) {
    return snippet.flatMap((item, index) =>
      functionCalls(item, `${place}[${index}]`, branches, table),
    );
  }
  if (!isMap(snippet)) return [];
  const call = functionCall(snippet, table);
  if (call === undefined) {
    return Object.entries(snippet).flatMap(([key, item]) =>
      functionCalls(item, `${place}.${key}`, branches, table),
    );
  }
  const { name, args, called } = call;
  const inner = `${place}.${name}`;
  const found = [{ name, args, called, place }];
  if (name !== "if") return [...functionCalls(args, inner, branches, table), ...found];
  if (!isList(args) || args.length < 2 || args.length > 3) return found;
  return [
    ...functionCalls(args[0] ?? null, inner, branches, conditionFunctions),
    ...branches(args, inner).flatMap((branch) => functionCalls(branch, inner, branches, table)),
    ...found,
  ];
}

/** Checks the shape of one call's arguments for a template version; an error tells its place. */
export function checkCall(call: FunctionCall, version: string): void {
  try {
    call.called.check?.(call.args, call.name);
    if (call.name === "if" && isList(call.args) && call.args.length === 2) {
      if (version < nullableIfVersion) throw valueError(ifUsage("if"));
    }
  } catch (error) {
    if (!TemplateError.isInstance(error)) throw error;
    throw new TemplateError("StackValidationFailed", error.reason, {
      path: [`${call.place}.${call.name}`],
    });
  }
}
