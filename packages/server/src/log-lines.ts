/** Takes lines, and writes them soon. */
export interface LogLines {
  write(line: string): void;
  /** Writes at once what is left. */
  flush(): void;
}

/**
 * Writes the lines of one turn of the event loop at once: under load that is one call of the
 * operating system for several requests. What is left is written when the process exits.
 */
export function logLines(
  write: (text: string) => void,
  process: { on(event: "exit", listener: () => void): unknown },
): LogLines {
  let waiting = "";
  const flush = () => {
    const text = waiting;
    waiting = "";
    if (text !== "") write(text);
  };
  process.on("exit", flush);
  return {
    write(line) {
      if (waiting === "") setImmediate(flush);
      waiting += line;
    },
    flush,
  };
}
