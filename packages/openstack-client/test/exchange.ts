/** One request and its reply, as recorded from a cloud. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly sent?: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly reply: unknown;
}

export interface Recording {
  readonly _source: string;
  readonly exchanges: readonly Exchange[];
}

const SECRET_FIELD = /^(password|secret|token|curl_cli)$/;

/** Puts stars in the place of secrets: fields by name, Fernet tokens wherever they are. */
export function anonymised(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/gAAAA[\w-]+=*/g, "***");
  if (Array.isArray(value)) return value.map(anonymised);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      SECRET_FIELD.test(name) && typeof held === "string" ? "***" : anonymised(held),
    ]),
  );
}

/** JSON where it is JSON, text where it is not, undefined where there is nothing. */
export function bodyOf(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
