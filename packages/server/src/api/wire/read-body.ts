import type { z } from "zod";
import { badRequest, invalidInput } from "../api-error.ts";
import { pythonText, pythonType } from "../../python-text.ts";

type Issue = z.core.$ZodIssue;

/**
 * Reads a request body by its schema; throws 400 with WSME's text for the first fault.
 *
 * @param argument - what the body is called in the text about unknown attributes
 * @upstream wsme/rest/json.py `fromjson`
 */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  argument: string,
): z.output<Schema> {
  if (body === undefined) throw badRequest(`Missing argument: "${argument}"`);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const { issues } = result.error;
  const unknown = issues.find((issue) => issue.code === "unrecognized_keys");
  if (unknown) {
    const keys = unknown.keys.toSorted();
    throw badRequest(
      `Unknown attribute${keys.length > 1 ? "s" : ""} for argument ${argument}: ${keys.join(", ")}`,
    );
  }
  throw faultOf(issues[0], body, argument);
}

function faultOf(issue: Issue | undefined, body: unknown, argument: string) {
  if (issue?.code === "custom" && issue.params?.["wholeSentence"] === true)
    return badRequest(issue.message);
  // A fault deep in an attribute is told of the whole attribute.
  const path = issue?.path.slice(0, 1) ?? [];
  const field = path.length > 0 ? path.map(String).join("/") : argument;
  const value = pythonText(valueAt(body, path));
  const message =
    path.length > 0
      ? (issue?.message ?? "")
      : `Wrong type. Expected '<class 'dict'>', got '${pythonType(body)}'`;
  return invalidInput(field, value, message);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    body,
  );
}
