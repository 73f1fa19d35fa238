import { z } from "zod";
import type { ApiRequest } from "../route.ts";
import { boolean } from "../wire/attribute.ts";
import { readBody } from "../wire/read-body.ts";

/** The argument that asks for the former state back. */
export const ROLLBACK = "rollback";
const argumentsSchema = z.object({ [ROLLBACK]: boolean.optional() });

/** Whether the caller wants the former state back when the change fails. */
export function rollbackOf({ query }: ApiRequest): boolean {
  return readBody(argumentsSchema, Object.fromEntries(query), ROLLBACK)[ROLLBACK] ?? false;
}
