/** Writes text as a double-quoted YAML string of printable ASCII, which every YAML reader reads alike. */
export function yamlString(text: string): string {
  const escaped = Array.from(text.toWellFormed(), (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (code >= 0x20 && code < 0x7f) return character;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${escaped.join("")}"`;
}

function hex(code: number, length: number): string {
  return code.toString(16).padStart(length, "0");
}
