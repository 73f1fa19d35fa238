/** The files that a cloud-config writes, by path; its strings are JSON but for `\U` escapes. */
export function writtenFiles(userData: string): Readonly<Record<string, string>> {
  const entries = userData.matchAll(/- path: (\S+)\n\s+permissions: "\d+"\n\s+content: (".*")\n/g);
  return Object.fromEntries(
    Array.from(entries, ([, path = "", content = ""]) => [path, JSON.parse(content) as string]),
  );
}
