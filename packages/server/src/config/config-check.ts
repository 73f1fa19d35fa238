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
    const files = configFile.length === 0 ? "no file" : configFile.join(", ");
    print(`${files}: ${problems.length} errors, ${configWarnings.length} warnings`);
  }
  return problems.length === 0 ? 0 : 1;
}
