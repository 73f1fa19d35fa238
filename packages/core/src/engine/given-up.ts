import { JeroboamError } from "../errors/jeroboam-error.ts";
import { STEP_TIMEOUT_MS } from "./engine-parts.ts";

/** Rejects when the work must end, also where what it waits for does not listen to the signal. */
export function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(new GivenUp());
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}

/** It took too long, this process stops or lost its claim; it will be tried again. */
class GivenUp extends JeroboamError {
  constructor() {
    super("JRB_STEP_GIVEN_UP", `The cloud did not answer within ${STEP_TIMEOUT_MS / 1000} s.`, {
      retryable: true,
    });
  }
}
