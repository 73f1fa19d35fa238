import { ConfigurationError } from "./configuration-error.ts";

/** One `name = text` of a group. */
export interface ConfiguredText {
  /** In lower case, but for `DEFAULT`. */
  readonly group: string;
  readonly name: string;
  /** Before references are followed; lines of several are joined with line feeds. */
  readonly text: string;
  /** `path:line`, or the variable of the environment. */
  readonly place: string;
}

/** Python reads files by "universal newlines". */
const LINE_END = /\r\n|\r|\n/;
const KEY_END = /[:=]/;

/**
 * Reads what oslo.config reads, in its order; a name may come several times.
 *
 * A line that begins with a blank continues the value before it, comments begin in the first column, and
 * quotes go where one line has them at both its ends.
 *
 * @upstream oslo_config/iniparser.py `BaseParser.parse`
 * @throws ConfigurationError with path and line, and without the line's text, which may be a secret.
 */
export function parseIni(content: string, path: string): readonly ConfiguredText[] {
  const found: ConfiguredText[] = [];
  let group: string | undefined;
  let open: { readonly name: string; readonly lines: string[]; readonly place: string } | undefined;
  const close = () => {
    if (!open) return;
    const { name, lines, place } = open;
    if (group === undefined) throw refused(place, "an option comes before the first [group]");
    found.push({ group, name, text: lines.join("\n"), place });
    open = undefined;
  };
  for (const [index, raw] of content.split(LINE_END).entries()) {
    const place = `${path}:${index + 1}`;
    const line = raw.trimEnd();
    if (/^[ \t]/.test(line)) {
      if (!open)
        throw refused(place, "the line begins with a blank, but no value is there to continue");
      open.lines.push(line.trimStart());
      continue;
    }
    close();
    if (line.startsWith("[")) group = groupOf(line, place);
    else if (line !== "" && !/^[#;]/.test(line)) open = { ...assignmentOf(line, place), place };
  }
  close();
  return found;
}

function groupOf(line: string, place: string): string {
  if (!line.endsWith("]")) throw refused(place, "a line that begins a [group] has to end with ]");
  const name = line.slice(1, -1);
  if (name === "") throw refused(place, "the [group] has no name");
  return groupName(name);
}

/** @upstream oslo_config/cfg.py `_normalize_group_name` */
export function groupName(text: string): string {
  return text === "DEFAULT" ? text : text.toLowerCase();
}

function assignmentOf(line: string, place: string): { name: string; lines: string[] } {
  const end = line.search(KEY_END);
  if (end < 0) throw refused(place, "there is no = and no : after the option's name");
  const name = line.slice(0, end).trim();
  if (name === "") throw refused(place, "there is no name before the = or :");
  return { name, lines: [unquoted(line.slice(end + 1).trim())] };
}

function unquoted(text: string): string {
  return /^["']/.test(text) && text.endsWith(text.charAt(0)) ? text.slice(1, -1) : text;
}

function refused(place: string, reason: string): ConfigurationError {
  return new ConfigurationError([`${place}: ${reason}`]);
}
