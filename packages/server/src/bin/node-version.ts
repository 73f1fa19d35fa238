const [MAJOR, MINOR] = [22, 18];

/** Why this release of Node.js cannot run the service; undefined where it can. */
export function unfitNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined;
  return `Node.js ${MAJOR}.${MINOR} or newer is needed, and this is ${version}`;
}
