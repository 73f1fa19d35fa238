import { fileProblems } from "./file-problems.ts";
import type { ToldOptions } from "./told-options.ts";

/**
 * Prints what is wrong and what is doubtful in files and in those that they name, one line each.
 *
 * @returns the exit code: 0 when the service could start with it, else 1
 */
export function runConfigCheck(
  { options, problems: told }: Pick<ToldOptions, "options" | "problems">,
  json: boolean,
  print: (text: string) => void,
): number {
  const { configFile = [], configWarnings } = options;
  const problems = [...told, ...fileProblems(options)];
  if (json)
    print(JSON.stringify({ files: configFile, problems, warnings: configWarnings }, null, 2));
  else {
    for (const problem of problems) print(`error: ${problem}`);
    for (const warning of configWarnings) print(`warning: ${warning}`);
    const found = `${counted(problems, "error")}, ${counted(configWarnings, "warning")}`;
    // A file that cannot be read is not among those that were.
    const none = problems.length === 0 ? "no file: " : "";
    print(configFile.length === 0 ? `${none}${found}` : `${configFile.join(", ")}: ${found}`);
  }
  return problems.length === 0 ? 0 : 1;
}

function counted(all: readonly string[], one: string): string {
  return `${all.length} ${one}${all.length === 1 ? "" : "s"}`;
}
