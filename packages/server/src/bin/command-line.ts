import { Command } from "commander";
import { toldOptions } from "../config/told-options.ts";
import { addServiceOptions, type Environment, serviceOptionsOf } from "../service-options.ts";
import { type CommandRow, COMMANDS } from "./commands.ts";

/** Where a command line is read and answered. */
export interface Surroundings {
  readonly env: Environment;
  readonly version: string;
  /** How wide the terminal is; undefined where there is none. */
  readonly columns: number | undefined;
  print(text: string): void;
}

const DESCRIPTION =
  "OpenStack Magnum's REST API and its conductor. Without a command it does what `jeroboam all` does. The service's own session comes from the OS_* variables or, with OS_CLOUD, from clouds.yaml.";
const PROGRAM_OPTIONS = ["-h", "--help", "-V", "--version"];

/**
 * Reads arguments and does what they say.
 *
 * @returns the exit code, or undefined where a service runs on
 * @throws CommanderError after it printed help, or which argument is wrong and why.
 */
export async function runCommandLine(
  argv: readonly string[],
  { env, version, columns, print }: Surroundings,
): Promise<number | undefined> {
  const program = new Command("jeroboam")
    .description(DESCRIPTION)
    .version(version, "-V, --version")
    .exitOverride();
  let code: number | undefined;
  for (const row of COMMANDS) {
    const command = commandOf(program, row).description(row.text).allowExcessArguments(false);
    if (row.client) for (const value of row.client.values) command.argument(value);
    if (row.client) for (const option of row.client.options) command.addOption(option);
    else addServiceOptions(command);
    if (row.json) command.option("--json", "print JSON");
    command.action(async () => {
      const json = command.getOptionValue("json") === true;
      code = await row.run({
        options: () => serviceOptionsOf(command, env),
        told: () => toldOptions(command, env),
        json,
        columns,
        given: { values: command.args, options: command.opts() },
        env,
        print,
      });
    });
  }
  await program.parseAsync(withCommand(argv), { from: "user" });
  return code;
}

/** `db upgrade` is a command of the command `db`. */
function commandOf(program: Command, { words: [first, second], group }: CommandRow): Command {
  if (second === undefined) return program.command(first);
  const known = program.commands.find((command) => command.name() === first);
  const parent = known ?? program.command(first).description(group ?? "");
  return parent.command(second);
}

/** Options without a command are those of `all`. */
function withCommand(argv: readonly string[]): readonly string[] {
  const [first] = argv;
  if (first === undefined) return ["all"];
  return first.startsWith("-") && !PROGRAM_OPTIONS.includes(first) ? ["all", ...argv] : argv;
}
