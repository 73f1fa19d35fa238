import { Option } from "commander";
import { commaList, truthValue } from "./option-values/plain-value.ts";

/** The variable that stands for an option. */
export function variableOf({ long }: Option): string {
  return `JEROBOAM_${(long ?? "").slice(2).replaceAll("-", "_").toUpperCase()}`;
}

/** An option whose help names its variable. */
export function option(flags: string, text: string): Option {
  const made = new Option(flags);
  made.description = `${text} (env: ${variableOf(made)})`;
  return made;
}

/** For an option that may come several times; several in one variable have commas between. */
export function oneMore(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...commaList(text)];
}

/** An option that is false unless it is told. */
export function truth(flags: string, text: string): Option {
  return option(flags, text).argParser(truthValue).preset("true").default(false);
}
