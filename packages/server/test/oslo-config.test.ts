import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ConfigurationError } from "../src/config/configuration-error.ts";
import { parseIni } from "../src/config/ini-file.ts";
import { part } from "../src/config/magnum-option.ts";
import { optionLookup } from "../src/config/option-lookup.ts";
import { boolean, integer, type Kind, lines, list, string } from "../src/config/value-kinds.ts";

const SCRIPT = new URL("read-with-oslo-config.py", import.meta.url).pathname;
const KINDS: readonly (readonly [name: string, kind: Kind<unknown>])[] = [
  ["a", string],
  ["b", string],
  ["c", string],
  ["i", integer()],
  ["f", boolean],
  ["l", list],
  ["m", lines],
];
const OPTIONS = ["DEFAULT", "g", "h"].flatMap((group) =>
  KINDS.map(([name, kind]) => part(`${group}.${name}`, kind, "")),
);
/** What files are made of; each may be wrong, and all orders come. */
const LINES = [
  ..."[g]|[g]|[DEFAULT]|[H]|[default]|[]|[g|[g] # c|# comment|; comment||".split("|"),
  ..."a = 1|a: 2|a =|a = x=y:z|a=100$|a = 'quoted'|a='half|a = \"b\"|a = ' '|a = '|a = é".split(
    "|",
  ),
  ..."  more|\tmore  |   # no comment|lonely|= 1| ".split("|"),
  ..."b = $a|b = ${a}.x|b = $h.a|b = $g.c/$a|b = $$a|b = \\$a|b = ${a|b = $DEFAULT.a".split("|"),
  ..."c = $b|c = $c|c = $i|c = $a$b|a = $c|c=$h.".split("|"),
  ..."i = 7|i = -1|i = 1_000|i = +2 |i =|i = 0x1|i = 1.5".split("|"),
  ..."f = yes|f = OFF|f = 1|f =|f = maybe".split("|"),
  ..."l = x, y|l = x,,y,|l =|l = ,|m = 1|m = 2|m = $nope|m = '3'".split("|"),
];

const python = ["python3", "/usr/bin/python3"].find(
  (one) => spawnSync(one, ["-c", "import oslo_config"]).status === 0,
);
if (python === undefined) console.log("skipped: no python3 here has oslo.config");

it.skipIf(python === undefined)(
  "reads files as oslo.config does",
  () => {
    const begun = fc.constantFrom("[g]", "[DEFAULT]", "[h]");
    const contents = fc
      .sample(fc.tuple(begun, fc.array(fc.constantFrom(...LINES), { maxLength: 9 })), {
        numRuns: 1000,
        seed: 4,
      })
      .map(([first, rest]) => [first, ...rest, ""].join("\n"));
    const answers: unknown = JSON.parse(
      execFileSync(python ?? "", [SCRIPT], { input: JSON.stringify(contents), encoding: "utf8" }),
    );
    expect(contents.map((content) => ({ content, read: read(content) }))).toEqual(
      contents.map((content, index) => ({ content, read: (answers as unknown[])[index] })),
    );
  },
  60_000,
);

function read(content: string) {
  try {
    const lookup = optionLookup(parseIni(content, "/m.conf"), OPTIONS);
    return Object.fromEntries(
      OPTIONS.map((option) => {
        const before = lookup.problems.length;
        const value = lookup.find(option)?.value ?? null;
        const isRefused = lookup.problems.length > before;
        return [`${option.group}.${option.name}`, isRefused ? { refused: true } : { value }];
      }),
    );
  } catch (error) {
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
}
