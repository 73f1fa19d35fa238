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
  const found: FunctionCall[] = [];
  collect(snippet, place, { branches, found }, table);
  return found;
}

interface Collection {
  readonly branches: BranchChoice;
  readonly found: FunctionCall[];
}

function collect(
  snippet: HotValue,
  place: string,
  collection: Collection,
  table: FunctionTable,
): void {
  if (typeof snippet !== "object" || snippet === null || isDeferred(snippet)) return;
  if (isList(snippet)) {
    for (const [index, item] of snippet.entries())
      collect(item, `${place}[${index}]`, collection, table);
    return;
  }
  if (!isMap(snippet)) return;
  const call = functionCall(snippet, table);
  if (call === undefined) {
    for (const [key, item] of Object.entries(snippet))
      collect(item, `${place}.${key}`, collection, table);
    return;
  }
  const { name, args, called } = call;
  const inner = `${place}.${name}`;
  if (name !== "if") collect(args, inner, collection, table);
  else if (isList(args) && (args.length === 2 || args.length === 3)) {
    collect(args[0] ?? null, inner, collection, conditionFunctions);
    for (const branch of collection.branches(args, inner))
      collect(branch, inner, collection, table);
  }
  collection.found.push({ name, args, called, place });
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
