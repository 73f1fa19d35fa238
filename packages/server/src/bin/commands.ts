import { Option } from "commander";
import { baseUrl } from "../option-values/address-value.ts";
import { runConfigCheck } from "../config/config-check.ts";
import { runConfigShow } from "../config/config-show.ts";
import { printClusterConfig } from "./cluster-config.ts";
import type { CommandCall } from "./command-call.ts";
import { printVersion, upgrade } from "./database-commands.ts";
import { listDrivers } from "./list-drivers.ts";
import type { ServiceRole } from "./role.ts";
import { runService } from "./run-service.ts";
import { printStatus } from "./print-status.ts";
import { printSecrets, rewrap } from "./secret-commands.ts";
import { usedDrivers } from "./used-drivers.ts";

/** One command of the executable. */
export interface CommandRow {
  readonly words: readonly [string] | readonly [string, string];
  /** What the commands that share the first word are about. */
  readonly group?: string;
  readonly text: string;
  /** What a client's command is given, in place of the service's options. */
  readonly client?: { readonly values: readonly string[]; readonly options: readonly Option[] };
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

const lines = (print: (text: string) => void) => (line: string) => print(`${line}\n`);

/** In the order of the help. */
export const COMMANDS: readonly CommandRow[] = [
  service("all", "answer the API and run operations in one process"),
  service("api", "answer the API and leave operations to conductors"),
  service("conductor", "run the operations that api processes accept"),
  {
    words: ["db", "upgrade"],
    group: "the database's schema",
    text: "bring the schema up to date; as often and from as many places as one likes",
    run: ({ options, print }) => upgrade(options(), print),
  },
  {
    words: ["db", "version"],
    text: "print the schema's version, and what is missing; ends with 1 where something is",
    json: true,
    run: ({ options, json, print }) => printVersion(options(), json, print),
  },
  {
    words: ["config", "check"],
    group: "what the service is told",
    text: "print what is wrong or doubtful in magnum.conf; ends with 1 where the service would not start",
    json: true,
    run: async ({ told, json, print }) => runConfigCheck(told(), json, lines(print)),
  },
  {
    words: ["config", "show"],
    text: "print every option, its value and where that comes from, without secrets",
    json: true,
    run: async ({ told, json, print }) => runConfigShow(told(), json, lines(print)),
  },
  {
    words: ["status"],
    text: "look at all that the service needs; ends with 0 when it is well, 1 with warnings, 2 with failures",
    json: true,
    run: (call) => printStatus(call.options(), call),
  },
  {
    words: ["secrets", "status"],
    group: "what is sealed in the database",
    text: "print which keys seal how many secrets; ends with 1 where some are to be rewrapped, 2 where a key is missing",
    json: true,
    run: (call) => printSecrets(call.options(), call),
  },
  {
    words: ["secrets", "rewrap"],
    text: "seal every secret with the first key, while the service runs; goes on where it broke off",
    json: true,
    run: (call) => rewrap(call.options(), call),
  },
  {
    words: ["driver", "list"],
    group: "what makes clusters",
    text: "print the drivers that are used and the kinds of cluster that they make",
    json: true,
    async run({ options, json, print }) {
      print(listDrivers(await usedDrivers(options()), json));
      return 0;
    },
  },
  {
    words: ["cluster", "config"],
    group: "clusters, as their users see them",
    text: "write the files with which kubectl or docker reach a cluster, and print the variables that name them; logs in by the OS_* variables or OS_CLOUD",
    client: {
      values: ["<cluster>"],
      options: [
        new Option("--dir <path>", "where the files go").default("."),
        new Option("--force", "overwrite files that are there"),
        new Option(
          "--endpoint <url>",
          "the API, complete with /v1; the catalog's without it; magnum and openstack do not read the variable",
        )
          .env("OS_CONTAINER_INFRA_ENDPOINT_OVERRIDE")
          .argParser(baseUrl),
      ],
    },
    json: true,
    run: printClusterConfig,
  },
];
