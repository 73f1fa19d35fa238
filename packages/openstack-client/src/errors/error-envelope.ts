/**
 * Reads the sentence out of whatever a service wraps its errors in.
 *
 * Keystone and Heat answer `{error: {message}}`, Heat also `{explanation, title}`, Nova
 * `{<class>: {message}}`, Neutron `{NeutronError: {message}}` (or a text in its place), Barbican
 * `{title, description}`, Magnum `{errors: [{title, detail}]}`, Glance and proxies HTML. Undefined
 * when there is nothing to read.
 */
export function messageFromBody(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const json = parseJson(trimmed);
  if (json === undefined) return messageFromHtml(trimmed);
  return messageFromJson(json);
}

function messageFromJson(json: unknown): string | undefined {
  if (typeof json === "string") return json || undefined;
  if (!isRecord(json)) return undefined;
  const [first] = Array.isArray(json["errors"]) ? json["errors"] : [];
  if (isRecord(first)) return textOf(first["detail"]) ?? textOf(first["title"]);
  // Heat's message names the reason; its explanation is the generic text of the status.
  for (const value of Object.values(json)) {
    if (isRecord(value)) {
      const message = textOf(value["message"]);
      if (message !== undefined) return message;
    }
  }
  const plain = [json["message"], json["explanation"], json["NeutronError"], json["error"]];
  for (const candidate of [...plain, json["faultstring"], json["description"], json["title"]]) {
    const message = textOf(candidate);
    if (message !== undefined) return message;
  }
  return undefined;
}

function messageFromHtml(text: string): string | undefined {
  if (!text.startsWith("<")) return text.split("\n", 1)[0];
  const words = text
    .replace(/<(title|style|script)[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return words || undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
