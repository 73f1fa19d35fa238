import { SECRET_VARIABLES } from "../secret-variables.ts";
import { serviceOptionTable } from "../service-option-table.ts";
import { masked } from "./masked.ts";
import type { ToldOptions } from "./told-options.ts";

interface Shown {
  readonly option: string;
  readonly value: string;
  readonly from: string;
}

/**
 * Prints every option that counts, with where it comes from and without secrets.
 *
 * @returns the exit code: 0, or 1 when files say what cannot be used
 */
export function runConfigShow(
  told: ToldOptions,
  json: boolean,
  print: (text: string) => void,
): number {
  const rows = shownOptions(told);
  if (json) print(JSON.stringify(rows, null, 2));
  else {
    const width = Math.max(...rows.map(({ option }) => option.length));
    for (const { option, value, from } of rows)
      print(`${option.padEnd(width)}  ${value.replaceAll("\n", " ")}  (${from})`);
    for (const problem of told.problems) print(`error: ${problem}`);
  }
  return told.problems.length === 0 ? 0 : 1;
}

function shownOptions({ options, origins }: ToldOptions): readonly Shown[] {
  const { keystone = {}, ...others } = options;
  const values: Readonly<Record<string, unknown>> = { ...others };
  const from = (name: string) => origins[name] ?? "default";
  const rows = serviceOptionTable().map((option) => {
    const name = option.attributeName();
    const long = (option.long ?? "").slice(2);
    if (values[name] !== undefined)
      return { option: long, value: masked(name, values[name]), from: from(name) };
    const usual = defaultIn(option.description);
    return { option: long, value: usual ?? "", from: usual === undefined ? "not set" : "default" };
  });
  const secrets = Object.entries(SECRET_VARIABLES)
    .filter(([name]) => values[name] !== undefined)
    .map(([name, variable]) => ({
      option: variable.replace("JEROBOAM_", "").replaceAll("_", "-").toLowerCase(),
      value: masked("password", values[name]),
      from: from(name),
    }));
  const login = Object.entries(keystone).map(([name, value]) => ({
    option: name,
    value: masked(name, value),
    from: from("keystone"),
  }));
  return [...rows, ...secrets, ...login];
}

/** What the library does by itself is in the option's text alone. */
function defaultIn(description: string): string | undefined {
  return /\(default: (?<usual>[^)]+)\)/.exec(description)?.groups?.["usual"];
}
