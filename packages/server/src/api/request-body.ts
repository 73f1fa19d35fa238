import { ApiError, badRequest } from "./api-error.ts";

/**
 * Reads a body as JSON.
 *
 * @throws 415 for another media type, 400 for what is not JSON or not there.
 */
export function parseJson(contentType: string | undefined, body: unknown): unknown {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (bytes.length === 0) throw badRequest("Request is not in valid JSON format");
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new ApiError(
      415,
      `Unsupported media type ${mediaType ?? "unknown"}; send application/json`,
    );
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw badRequest("Request is not in valid JSON format");
  }
}
