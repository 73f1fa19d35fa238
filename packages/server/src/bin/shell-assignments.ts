/** What every shell takes as it stands. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * Variables as lines that a shell evaluates: csh and its kin set them otherwise than the others.
 *
 * @param shell - The user's own, as SHELL names it.
 */
export function shellAssignments(
  variables: Readonly<Record<string, string>>,
  shell: string | undefined,
): string {
  const isCsh = shell?.endsWith("csh") === true;
  return Object.entries(variables)
    .map(([name, value]) =>
      isCsh ? `setenv ${name} ${quoted(value)}\n` : `export ${name}=${quoted(value)}\n`,
    )
    .join("");
}

function quoted(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
