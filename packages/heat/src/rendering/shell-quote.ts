/** Quotes text as one word of a POSIX shell. The NUL character, which no shell can hold, is refused. */
export function shellQuote(text: string): string {
  if (text.includes("\0")) throw new TypeError("text for a shell cannot hold the NUL character");
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
