import { setImmediate } from "node:timers";

let end: Promise<void> | undefined;

/**
 * Resolves when the turn of the event loop has handled all that came in.
 *
 * Answers of resources wait for it, so that those of a turn go out one right after the other. Sent
 * each by itself, nearly every one has to wake a reader that fell asleep over the time that the next
 * one took to make.
 */
export function endOfTurn(): Promise<void> {
  end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = undefined;
      resolve();
    });
  });
  return end;
}
