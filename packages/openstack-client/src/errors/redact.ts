const SECRET_QUERY = /token|password|secret|signature|credential|key/i;
const SECRET_FIELD =
  /("(?:[\w-]*(?:password|secret|token|private_key|passphrase)[\w-]*|adminPass)"\s*:\s*)("(?:[^"\\]|\\.)*"?|\{[^}]*\}?)/gi;
const SECRET_NAME = /password|secret|token|private_?key|passphrase|adminPass/i;
const FERNET = /gAAAA[\w-]{20,}={0,2}/g;
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const EXCERPT_CHARACTERS = 500;

/** Takes user information and secret-looking query values out of a URL. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return redactText(url);
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  for (const name of new Set(parsed.searchParams.keys())) {
    if (SECRET_QUERY.test(name)) parsed.searchParams.set(name, "***");
  }
  return redactText(parsed.href);
}

/** Takes secret-looking JSON fields, Fernet tokens and private keys out of a text, and the given secrets. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let redacted = text
    .replace(SECRET_FIELD, '$1"***"')
    .replace(PRIVATE_KEY, "***")
    .replace(FERNET, "***");
  for (const secret of secrets) {
    if (secret !== "") redacted = redacted.replaceAll(secret, "***");
  }
  return redacted;
}

/** The first 500 characters, redacted before the cut so that no half secret survives it. */
export function excerpt(text: string, secrets: readonly string[] = []): string {
  return redactText(text, secrets).slice(0, EXCERPT_CHARACTERS);
}

/** The values of secret-looking fields in what is sent, so that a reply that quotes them can be cleaned. */
export function secretsIn(json: unknown): readonly string[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    typeof value === "string" ? (SECRET_NAME.test(name) ? [value] : []) : secretsIn(value),
  );
}
