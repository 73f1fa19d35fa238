import { ApiError, badRequest } from "./api-error.ts";

/**
 * Reads a body as JSON; undefined when there is none.
 *
 * @throws 415 for another media type, 400 for what is not JSON in UTF-8 and for a text with a NUL,
 *   which PostgreSQL cannot keep.
 */
export function parseJson(contentType: string | undefined, body: unknown): unknown {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (bytes.length === 0) return undefined;
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType !== "application/json") throw new ApiError(415, `Unknown mimetype: ${mediaType}`);
  let hasNul = false;
  const look = (key: string, value: unknown) => {
    hasNul ||= key.includes("\0") || (typeof value === "string" && value.includes("\0"));
    return value;
  };
  let json: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text, text.includes("\\u0000") ? look : undefined);
  } catch {
    throw badRequest("Request is not in valid JSON format");
  }
  if (hasNul) throw badRequest("A text must not have the character U+0000");
  return json;
}
