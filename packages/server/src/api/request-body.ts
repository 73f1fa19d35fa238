import { ApiError, badRequest } from "./api-error.ts";

/**
 * Reads a body as JSON; undefined when there is none.
 *
 * @throws 415 for another media type, 400 for what is not JSON in UTF-8.
 */
export function parseJson(contentType: string | undefined, body: unknown): unknown {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (bytes.length === 0) return undefined;
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType !== "application/json") throw new ApiError(415, `Unknown mimetype: ${mediaType}`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw badRequest("Request is not in valid JSON format");
  }
}
