import { parseDocument, type ScalarTag } from "yaml";
import { TemplateError } from "../template-error.ts";
import type { HotValue } from "../value.ts";

const scalar = (tag: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${tag}`,
  default: true,
  test,
  resolve,
});

/** `0x1f`, `0b11`, `017`, `1_000` and base 60 `1:30`, as YAML 1.1 has them. */
function integer(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  if (digits.includes(":")) return sign * sexagesimal(digits);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  return sign * Number(digits);
}

const sexagesimal = (text: string): number =>
  text.split(":").reduce((total, part) => total * 60 + Number(part), 0);

function float(text: string): number {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (plain.endsWith(".nan")) return Number.NaN;
  if (plain.endsWith(".inf")) return plain.startsWith("-") ? -Infinity : Infinity;
  if (!plain.includes(":")) return Number(plain);
  return (plain.startsWith("-") ? -1 : 1) * sexagesimal(plain.replace(/^[-+]/, ""));
}

/** The scalars PyYAML knows. Dates stay texts, which is Heat's own change to it. */
const scalars: readonly ScalarTag[] = [
  scalar("null", /^(?:~|null|Null|NULL|)$/, () => null),
  scalar("bool", /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar("bool", /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar(
    "int",
    /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
    integer,
  ),
  scalar(
    "float",
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    float,
  ),
];

/**
 * Reads JSON or YAML as Heat does: YAML 1.1 (`yes` is true, `010` is 8), later keys win, dates
 * and times stay texts. Throws with the parser's reason after `prefix`.
 */
export function parseYaml(text: string, prefix: string): HotValue {
  const json = parseJson(text);
  if (json !== undefined) return json;
  try {
    const document = parseDocument(text, {
      schema: "failsafe",
      customTags: [...scalars, "binary", "merge"],
      uniqueKeys: false,
      merge: true,
      logLevel: "silent",
    });
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    return JSON.parse(
      JSON.stringify(document.toJS({ maxAliasCount: 1000 }) ?? null, finite),
    ) as HotValue;
  } catch (error) {
    throw new TemplateError(
      "ValueError",
      `${prefix}${error instanceof Error ? error.message : ""}`,
      {
        cause: error,
      },
    );
  }
}

/** JSON has no infinities; they become texts, as they are no use as numbers either. */
const finite = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

function parseJson(text: string): HotValue | undefined {
  try {
    return JSON.parse(text) as HotValue;
  } catch {
    return undefined;
  }
}
