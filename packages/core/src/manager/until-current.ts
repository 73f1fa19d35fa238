import { JeroboamError } from "../errors/jeroboam-error.ts";

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 2;

/**
 * Makes a change anew when somebody else's came between what it read and what it writes.
 *
 * Throws the last `JRB_STORE_CONFLICT` after eight attempts.
 */
export async function untilCurrent<Result>(change: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (!isOvertaken(error) || attempt === ATTEMPTS) throw error;
      // Those who came together do not come together again.
      const longestMs = FIRST_PAUSE_MS * 2 ** attempt;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
    }
  }
}

/** A request that was answered before stays answered, however often it is asked. */
function isOvertaken(error: unknown): boolean {
  return (
    JeroboamError.isInstance(error) &&
    error.code === "JRB_STORE_CONFLICT" &&
    error.details["kind"] !== "request"
  );
}
