/** Writes text as a double-quoted YAML string of printable ASCII, which every YAML reader reads alike. */
export function yamlString(text: string): string {
  const escaped = text.toWellFormed().replaceAll(/["\\]|[^ -~]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${escaped}"`;
}

function hex(code: number, length: number): string {
  return code.toString(16).padStart(length, "0");
}
