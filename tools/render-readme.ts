// Puts into the README what is true elsewhere: the library example and the drivers' support matrix.
// With --check it changes nothing and fails when the README says something else.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyDriver, capabilitiesOf, FACETS } from "../packages/core/src/index.ts";
import { swarmMode } from "../packages/driver-swarm-mode/src/index.ts";
import { ROOT } from "./repository-files.ts";

const EXAMPLE = "examples/quick-start/src/main.ts";
const drivers: readonly AnyDriver[] = [swarmMode];

const readme = join(ROOT, "README.md");
const written = readFileSync(readme, "utf8");
const rendered = [
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
].reduce(replacePart, written);

if (!process.argv.includes("--check")) writeFileSync(readme, rendered);
else if (rendered !== written) {
  console.error("README.md is behind the sources; run: pnpm readme");
  process.exitCode = 1;
} else console.log("README.md says what the sources say");

function replacePart(text: string, part: { begin: string; end: string; text: string }): string {
  const start = text.indexOf(part.begin);
  const end = text.indexOf(part.end, start + part.begin.length);
  if (start < 0 || end < 0) throw new Error(`README.md lacks ${part.begin.trim()}`);
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
  const table = [["driver", "COE", "server type", "os_distro", ...FACETS], ...rows].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
  const [head = "", ...body] = table;
  return ["", head, `|${" --- |".repeat(4 + FACETS.length)}`, ...body, "", ""].join("\n");
}
