import { type JeroboamCommand, type JeroboamProcess, startJeroboam } from "./jeroboam.ts";
import { untilAnswers } from "./until-answers.ts";

/** One controller: an api and a conductor. */
export interface Controller {
  readonly name: string;
  /** Answers when its api does. */
  start(): Promise<void>;
  /** In order, the api first. */
  stop(): Promise<void>;
  /** Both at once, as when its power fails. */
  kill(): Promise<void>;
}

export function createController(
  name: string,
  apiPort: number,
  configuration: Omit<JeroboamCommand, "words">,
): Controller {
  let processes: readonly JeroboamProcess[] = [];
  return {
    name,
    async start() {
      processes = ["api", "conductor"].map((word) =>
        startJeroboam({ words: [word], ...configuration }),
      );
      await untilAnswers(`http://127.0.0.1:${apiPort}/`, name, () =>
        processes.map((one) => one.output()).join("\n"),
      );
    },
    async stop() {
      for (const one of processes) await one.stop();
    },
    async kill() {
      await Promise.all(processes.map((one) => one.kill()));
    },
  };
}
