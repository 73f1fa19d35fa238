// Who may import whom: the declared dependencies by turbo's tags, every import by the table.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { forbiddenImports } from "./check-imports.ts";
import { IMPORT_TABLE } from "./import-table.ts";
import { foldersIn, repositoryFiles, ROOT } from "./repository-files.ts";

const problems: string[] = [];
const packages = foldersIn("packages");

const turbo = spawnSync("turbo", ["boundaries"], {
  cwd: ROOT,
  encoding: "utf8",
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
});
const [line, files, seen] = /Checked (\d+) files in (\d+) packages.*/.exec(turbo.stdout) ?? [];
if (turbo.status !== 0) problems.push(`${turbo.stdout}${turbo.stderr}`);
if (Number(files ?? 0) === 0 || Number(seen ?? 0) < packages.length) {
  problems.push(`turbo boundaries looked at too little: ${line ?? "it says nothing of files"}`);
}

let checked = 0;
for (const name of packages) {
  const rule = IMPORT_TABLE[name];
  if (rule === undefined) {
    problems.push(`packages/${name} has no row in tools/import-table.ts`);
    continue;
  }
  const folder = `packages/${name}/`;
  const sources = repositoryFiles(`${folder}src`).filter((path) => /(?<!\.test)\.ts$/.test(path));
  checked += sources.length;
  for (const path of sources) {
    const source = readFileSync(join(ROOT, path), "utf8");
    for (const { specifier, isTypeOnly } of forbiddenImports(
      rule,
      path.slice(folder.length),
      source,
    ))
      problems.push(`${path} imports ${isTypeOnly ? "types of " : ""}${specifier}`);
  }
}
if (checked === 0) problems.push("no source file was looked at");

for (const problem of problems) console.error(problem);
console.log(
  `boundaries: ${files ?? 0} files by tags, ${checked} sources by table, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
