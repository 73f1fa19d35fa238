/** Takes lines, and writes them soon. */
export interface LogLines {
  write(line: string): void;
  /** Writes at once what is left. */
  flush(): void;
}

/** About how long lines wait for others, while many come. */
const TOGETHER_MS = 20;

/**
 * Writes the lines of one turn of the event loop together, and while many come those of several
 * turns: that is one call of the operating system for hundreds of requests. What is left is written
 * when the process exits by itself; one that is killed loses it.
 */
export function logLines(
  write: (text: string) => void,
  process: { on(event: "exit", listener: () => void): unknown },
): LogLines {
  let waiting = "";
  let writtenMs = Number.NEGATIVE_INFINITY;
  const flush = () => {
    const text = waiting;
    waiting = "";
    if (text === "") return;
    writtenMs = performance.now();
    write(text);
  };
  const flushSoon = () => {
    const isQuiet = performance.now() - writtenMs >= TOGETHER_MS;
    if (isQuiet) setImmediate(flush);
    else setTimeout(flush, TOGETHER_MS);
  };
  process.on("exit", flush);
  return {
    write(line) {
      if (waiting === "") flushSoon();
      waiting += line;
    },
    flush,
  };
}
