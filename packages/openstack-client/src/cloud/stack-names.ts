/** About as many as are looked at by themselves within a while. */
const MOST_NAMES = 2000;

/** Names by stack id; neither ever changes. */
const names = new Map<string, string>();

export function rememberName(stackId: string, name: string): void {
  names.delete(stackId);
  names.set(stackId, name);
  const [oldest] = names.keys();
  if (names.size > MOST_NAMES && oldest !== undefined) names.delete(oldest);
}

/** `name/id` where the id's name is known, which saves Heat a redirect and us a call; else what was given. */
export function withName(nameOrId: string): string {
  const name = names.get(nameOrId);
  return name === undefined ? nameOrId : `${name}/${nameOrId}`;
}
