import { z } from "zod";
import { badRequest, invalidInput } from "./api-error.ts";
import { parsePythonLiteral, PythonSyntaxError } from "./wire/python-literal.ts";
import { pythonText, pythonType } from "../python-text.ts";

export type Document = Readonly<Record<string, unknown>>;

export interface PatchItem {
  readonly path: string;
  readonly op: "add" | "replace" | "remove";
  readonly value?: string | number | boolean | undefined;
}

/** The shape of every patch; `readPatch` reads it, with Magnum's words for what is wrong. */
export const patchBodySchema = z.array(
  z.strictObject({
    op: z.enum(["add", "replace", "remove"]),
    path: z.string().regex(/^(\/[\w-]+)+$/),
    value: z.union([z.string(), z.int(), z.boolean(), z.null()]).optional(),
  }),
);

/** What a resource lets a patch touch; paths begin with a slash. */
export interface PatchRules {
  readonly internal: readonly string[];
  readonly mandatory: readonly string[];
  /** Where a text is a Python literal of a dict or list. */
  readonly literals?: readonly string[];
}

const ALWAYS_INTERNAL = [
  "/created_at",
  "/id",
  "/links",
  "/updated_at",
  "/uuid",
  "/project_id",
  "/user_id",
];
const OPERATIONS = ["add", "remove", "replace"] as const;
const PATH_PATTERN = String.raw`^(/[\w-]+)+$`;
const PATH = new RegExp(PATH_PATTERN, "u");

/**
 * Reads the body of a PATCH.
 *
 * @upstream magnum/api/controllers/v1/types.py `JsonPatchType`
 */
export function readPatch(body: unknown, rules: PatchRules): readonly PatchItem[] {
  if (body === undefined) throw badRequest('Missing argument: "patch"');
  if (!Array.isArray(body))
    throw invalidInput("patch", pythonText(body), `Value not a valid list: ${pythonText(body)}`);
  return body.map((item: unknown) => readItem(item, rules));
}

function readItem(item: unknown, rules: PatchRules): PatchItem {
  if (typeof item !== "object" || item === null || Array.isArray(item))
    throw invalidInput(
      "patch",
      pythonText(item),
      `Wrong type. Expected '<class 'dict'>', got '${pythonType(item)}'`,
    );
  const given = new Map<string, unknown>(Object.entries(item));
  const unknown = [...given.keys()].filter((key) => !["path", "op", "value"].includes(key));
  if (unknown.length > 0)
    throw badRequest(
      `Unknown attribute${unknown.length > 1 ? "s" : ""} for argument patch: ${unknown.toSorted().join(", ")}`,
    );
  const path = given.get("path");
  if (path === undefined) throw invalidInput("path", "None", "Mandatory field missing.");
  if (typeof path !== "string" || !PATH.test(path))
    throw invalidInput(
      "path",
      pythonText(path),
      typeof path === "string"
        ? `Value should match the pattern ${PATH_PATTERN}`
        : "Value should be string",
    );
  const op = OPERATIONS.find((operation) => operation === given.get("op"));
  if (op === undefined)
    throw given.has("op")
      ? invalidInput(
          "op",
          pythonText(given.get("op")),
          `Value should be one of: ${OPERATIONS.join(", ")}`,
        )
      : invalidInput("op", "None", "Mandatory field missing.");
  const internal = [...ALWAYS_INTERNAL, ...rules.internal];
  if (internal.includes(path))
    throw badRequest(`'${path}' is an internal attribute and can not be updated`);
  if (op === "remove") {
    if (rules.mandatory.includes(path))
      throw badRequest(`'${path}' is a mandatory attribute and can not be removed`);
    return { path, op };
  }
  const value = readValue(given.get("value"));
  if (value === undefined) throw badRequest("'add' and 'replace' operations needs value");
  return { path, op, value };
}

function readValue(value: unknown): PatchItem["value"] {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw invalidInput(
    "value",
    pythonText(value),
    `Wrong type. Expected '(<class 'str'>, <class 'int'>)', got '${pythonType(value)}'`,
  );
}

/**
 * Applies the items in order and answers the new document. A removed attribute is not there any more.
 *
 * @param literals - paths whose text is a Python literal
 * @upstream magnum/api/utils.py `apply_jsonpatch`
 * @differs a literal may also be added; Magnum reads it only where it replaces
 */
export function applyPatch(
  document: Document,
  patch: readonly PatchItem[],
  literals: readonly string[] = [],
): Document {
  const patched: Record<string, unknown> = structuredClone(document);
  for (const item of patch) {
    const [first = "", ...rest] = item.path.slice(1).split("/");
    if (item.op === "add" && rest.length === 0) {
      if (!Object.hasOwn(patched, first))
        throw badRequest(
          `Adding a new attribute ${item.path} to the root of the resource is not allowed.`,
        );
      if (patched[first] !== null)
        throw badRequest(
          `The attribute ${item.path} has existed, please use 'replace' operation instead.`,
        );
    }
    const refused = (reason: string) =>
      badRequest(`Couldn't apply patch '${pythonText(patch)}'. Reason: ${reason}`);
    const value = literals.includes(item.path) ? literalOf(item, refused) : item.value;
    applyItem(patched, { ...item, value }, refused);
  }
  return patched;
}

type Refusal = (reason: string) => Error;

function literalOf({ op, value }: PatchItem, refused: Refusal): unknown {
  if (op === "remove") return undefined;
  if (typeof value !== "string") throw refused(`malformed node or string: ${pythonText(value)}`);
  try {
    return parsePythonLiteral(value);
  } catch (error) {
    if (error instanceof PythonSyntaxError) throw refused(error.message);
    throw error;
  }
}

function applyItem(
  document: Record<string, unknown>,
  item: { readonly op: PatchItem["op"]; readonly path: string; readonly value: unknown },
  refused: Refusal,
): void {
  const names = item.path.slice(1).split("/");
  const last = names.pop() ?? "";
  let parent = document;
  for (const [depth, name] of names.entries()) {
    if (!Object.hasOwn(parent, name)) throw refused(`member '${name}' not found`);
    const child: unknown = parent[name];
    if (!isDocument(child))
      throw refused(`'${names[depth + 1] ?? last}' is not a valid sequence index`);
    parent = child;
  }
  if (item.op !== "add" && !Object.hasOwn(parent, last))
    throw refused(`can't ${item.op} a non-existent object '${last}'`);
  if (item.op === "remove") delete parent[last];
  // Unlike assignment this cannot reach the prototype.
  else
    Object.defineProperty(parent, last, {
      value: item.value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

function isDocument(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of the attributes in which two documents differ. */
export function changedAttributes(before: Document, after: Document): readonly string[] {
  return Object.keys(before).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
