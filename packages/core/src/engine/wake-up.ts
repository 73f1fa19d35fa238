/** Tells those who wait in this process that something was written; a hint, never the truth. */
export interface WakeUp {
  notify(): void;
  /** Resolves at the next `notify`, or when the signal aborts. Never rejects. */
  next(signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
  const waiting = new Set<() => void>();
  return {
    notify() {
      for (const wake of Array.from(waiting)) wake();
    },
    next: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      }),
  };
}
