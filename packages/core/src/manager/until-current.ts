import { JeroboamError } from "../errors/jeroboam-error.ts";

const ATTEMPTS = 5;

/**
 * Makes a change anew when somebody else's came between what it read and what it writes.
 *
 * Throws the last `JRB_STORE_CONFLICT` after five attempts.
 */
export async function untilCurrent<Result>(change: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      const overtaken = JeroboamError.isInstance(error) && error.code === "JRB_STORE_CONFLICT";
      if (!overtaken || attempt === ATTEMPTS) throw error;
    }
  }
}
