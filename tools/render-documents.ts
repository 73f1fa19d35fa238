// Writes into the documents what is true elsewhere: the library example and the drivers' support
// matrix into README.md, the error codes into docs/errors.md, the policy rules into docs/policy.md,
// the executable's options into docs/configuration.md,
// the API's description of itself into docs/generated/openapi.json.
// With --check it changes nothing and fails when a document says something else.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyDriver, capabilitiesOf, ERROR_CODES, FACETS } from "../packages/core/src/index.ts";
import { kubernetes } from "../packages/driver-kubernetes/src/index.ts";
import { swarmMode } from "../packages/driver-swarm-mode/src/index.ts";
import { HEAT_ERROR_CODES } from "../packages/heat/src/index.ts";
import { ROUTES } from "../packages/server/src/api/v1/routes.ts";
import { MAGNUM_OPTIONS } from "../packages/server/src/config/magnum-options.ts";
import { IGNORED_GROUPS } from "../packages/server/src/config/options/backing-options.ts";
import { DEFAULTS } from "../packages/server/src/policy/generation.ts";
import { RULES } from "../packages/server/src/policy/rule-names.ts";
import { variableOf } from "../packages/server/src/service-option.ts";
import { serviceOptionTable } from "../packages/server/src/service-option-table.ts";
import { openApiDocument } from "../packages/server/src/openapi/document.ts";
import { ROOT } from "./repository-files.ts";

const EXAMPLE = "examples/quick-start/src/main.ts";
const drivers: readonly AnyDriver[] = [swarmMode, kubernetes];

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const documents = {
  "README.md": [
    {
      begin: `<!-- ${EXAMPLE} -->\n\`\`\`ts\n`,
      end: "```\n",
      text: readFileSync(join(ROOT, EXAMPLE), "utf8"),
    },
    {
      begin: "<!-- support matrix -->\n",
      end: "<!-- end of support matrix -->",
      text: supportMatrix(),
    },
  ].reduce(replacePart, readme),
  "docs/errors.md": errorCodes(),
  "docs/policy.md": replacePart(readFileSync(join(ROOT, "docs/policy.md"), "utf8"), {
    begin: "<!-- rules -->\n",
    end: "<!-- end of rules -->",
    text: policyRules(),
  }),
  "docs/configuration.md": [
    { begin: "<!-- flags -->\n", end: "<!-- end of flags -->", text: flags() },
    {
      begin: "<!-- magnum options -->\n",
      end: "<!-- end of magnum options -->",
      text: magnumOptions(),
    },
  ].reduce(replacePart, readFileSync(join(ROOT, "docs/configuration.md"), "utf8")),
  "docs/generated/openapi.json": `${JSON.stringify(openApiDocument(ROUTES), null, 2)}\n`,
};

for (const [path, text] of Object.entries(documents)) {
  const file = join(ROOT, path);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (existsSync(file) && readFileSync(file, "utf8") === text)
    console.log(`${path} says what the sources say`);
  else {
    console.error(`${path} is behind the sources; run: pnpm documents`);
    process.exitCode = 1;
  }
}

function replacePart(text: string, part: { begin: string; end: string; text: string }): string {
  const start = text.indexOf(part.begin);
  const end = text.indexOf(part.end, start + part.begin.length);
  if (start < 0 || end < 0) throw new Error(`A document lacks ${part.begin.trim()}`);
  return text.slice(0, start + part.begin.length) + part.text + text.slice(end);
}

function supportMatrix(): string {
  const rows = drivers.flatMap((driver) =>
    driver.provides.map((type) => [
      driver.name,
      type.coe,
      type.serverType,
      type.os,
      ...FACETS.map((facet) => (capabilitiesOf(driver).includes(facet) ? "yes" : "no")),
    ]),
  );
  const head = ["driver", "COE", "server type", "os_distro", ...FACETS];
  return `\n${tableOf(head, rows)}\n\n`;
}

function errorCodes(): string {
  const section = (title: string, codes: Readonly<Record<string, string>>) =>
    `## ${title}\n\n${tableOf(["code", "meaning"], Object.entries(codes))}\n`;
  return [
    "# Error codes\n",
    "Written by `pnpm documents`; do not edit. A code is the API: it is never reused, while a message",
    "may change. What HTTP status and text a code gets is in `packages/server/src/api/error-table.ts`.\n",
    section("@jeroboam/core", ERROR_CODES),
    section("@jeroboam/heat", HEAT_ERROR_CODES),
  ].join("\n");
}

function policyRules(): string {
  const { "role-based": roleBased, legacy } = DEFAULTS;
  const all = { ...roleBased.rules, ...legacy.rules };
  const asked: readonly string[] = RULES;
  const rows = (names: readonly string[]) =>
    names
      .toSorted()
      .map((name) => [name, roleBased.rules[name], legacy.rules[name]])
      .map((cells) => cells.map((cell) => (cell === undefined ? "" : `\`${cell}\``)));
  const head = ["rule", "role-based", "legacy"];
  const others = Object.keys(all).filter((name) => !asked.includes(name));
  return `\n${tableOf(head, rows(asked))}\n\nRules that others refer to:\n\n${tableOf(head, rows(others))}\n\n`;
}

function flags(): string {
  const rows = serviceOptionTable().map((option) => {
    const variable = variableOf(option);
    const text = option.description.replace(` (env: ${variable})`, "");
    const standard: unknown = option.defaultValue;
    const isSaid = ["string", "number", "boolean"].includes(typeof standard);
    const shown = isSaid ? `\`${JSON.stringify(standard).replaceAll('"', "")}\`` : "";
    return [`\`${option.long ?? ""}\``, `\`${variable}\``, shown, text.replaceAll("|", "\\|")];
  });
  return `\n${tableOf(["flag", "variable", "default", "what"], rows)}\n\n`;
}

function magnumOptions(): string {
  const groups = Map.groupBy(MAGNUM_OPTIONS, ({ group }) => group);
  const sections = [...groups].map(([group, options]) => {
    const rows = options.map(({ name, kind, meaning, formerly = [] }) => {
      const former = formerly.map((path) => `\`[${path.replace(".", "] ")}\``).join(", ");
      return [
        former === "" ? `\`${name}\`` : `\`${name}\`, once ${former}`,
        kind.label,
        meaning.startsWith("--") ? meaning.replace(/^--[a-z-]+/, "`$&`") : meaning,
      ];
    });
    return `### [${group}]\n\n${tableOf(["option", "kind", "what it becomes"], rows)}`;
  });
  const ignored = Object.entries(IGNORED_GROUPS).map(([group, why]) => [`\`[${group}]\``, why]);
  const others = `### Groups that are passed over\n\n${tableOf(["group", "because"], ignored)}`;
  return `\n${[...sections, others].join("\n\n")}\n\n`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
