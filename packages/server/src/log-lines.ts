/**
 * Writes the lines of one turn of the event loop at once: under load that is one call of the
 * operating system for several requests. What is left is written when the process exits.
 */
export function logLines(
  write: (text: string) => void,
  process: { on(event: "exit", listener: () => void): unknown },
): (line: string) => void {
  let waiting = "";
  const flush = () => {
    const text = waiting;
    waiting = "";
    if (text !== "") write(text);
  };
  process.on("exit", flush);
  return (line) => {
    if (waiting === "") setImmediate(flush);
    waiting += line;
  };
}
