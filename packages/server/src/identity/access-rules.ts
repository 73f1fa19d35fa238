/** What an application credential serves for; one that has rules serves for nothing else. */
export interface AccessRule {
  /** The type of the service, such as `container-infra`. */
  readonly service: string;
  readonly method: string;
  /** With `*` or `{name}` for one element and `**` for any number. */
  readonly path: string;
}

const SERVICE = "container-infra";
const WILDCARDS = /\*\*|\*|\{[^{}]*\}/;

/**
 * Whether a request may be made by somebody to whom those rules are set; without rules, everything.
 *
 * @param path - As it is routed: it begins with the version.
 * @upstream keystonemiddleware/auth_token/__init__.py `BaseAuthProtocol.validate_allowed_request`
 */
export function allowsRequest(
  rules: readonly AccessRule[] | null,
  { method, path }: { readonly method: string; readonly path: string },
): boolean {
  if (rules === null) return true;
  return rules.some(
    (rule) => rule.service === SERVICE && rule.method === method && matches(rule.path, path),
  );
}

function matches(pattern: string, path: string): boolean {
  const literals = pattern.split(new RegExp(WILDCARDS, "g"));
  const wildcards = pattern.match(new RegExp(WILDCARDS, "g")) ?? [];
  const text = literals
    .map((literal, index) => {
      const wildcard = wildcards[index];
      const any = wildcard === undefined ? "" : wildcard === "**" ? "[^]*" : "[^/]+";
      return `${literal.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`)}${any}`;
    })
    .join("");
  return new RegExp(`^${text}$`).test(path);
}
