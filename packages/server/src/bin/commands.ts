import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { loadDrivers } from "../load-drivers.ts";
import type { ServiceOptions } from "../service-options.ts";
import { listDrivers } from "./list-drivers.ts";
import type { ServiceRole } from "./role.ts";
import { runService } from "./run-service.ts";
import { printStatus } from "./print-status.ts";

/** What a command is given. */
interface CommandCall {
  /** Reads the options; throws CommanderError after it said which is wrong. */
  options(): ServiceOptions;
  /** Whether JSON is wanted. */
  readonly json: boolean;
  print(text: string): void;
}

/** One command of the executable. */
export interface CommandRow {
  readonly words: readonly [string] | readonly [string, string];
  /** What the commands that share the first word are about. */
  readonly group?: string;
  readonly text: string;
  /** Whether it can print JSON. */
  readonly json?: boolean;
  /** Answers the exit code; undefined where a service runs on. */
  run(call: CommandCall): Promise<number | undefined>;
}

const service = (role: ServiceRole, text: string): CommandRow => ({
  words: [role],
  text,
  run: ({ options }) => runService(role, options()),
});

/** In the order of the help. */
export const COMMANDS: readonly CommandRow[] = [
  service("all", "answer the API and run operations in one process"),
  service("api", "answer the API and leave operations to conductors"),
  service("conductor", "run the operations that api processes accept"),
  {
    words: ["status"],
    text: "look at all that the service needs; ends with 0 when it is well, 1 with warnings, 2 with failures",
    json: true,
    run: ({ options, json, print }) => printStatus(options(), json, print),
  },
  {
    words: ["driver", "list"],
    group: "what makes clusters",
    text: "print the drivers and the kinds of cluster that they make",
    json: true,
    async run({ options, json, print }) {
      const more = await loadDrivers(options().drivers, process.cwd());
      print(listDrivers([swarmMode, ...more], json));
      return 0;
    },
  },
];
