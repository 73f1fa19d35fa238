// Packs every public package, lints the tarballs, installs them in an empty project and imports them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicManifest } from "./public-manifest.ts";
import { foldersIn, ROOT } from "./repository-files.ts";

const EMPTY_PROJECT = `{ "private": true, "type": "module" }`;

function run(command: string, words: readonly string[], cwd = ROOT): string {
  return execFileSync(command, words, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Runs a checker; what it said matters only when it failed. */
function check(command: string, words: readonly string[]): void {
  try {
    run(command, words);
  } catch (error) {
    if (error instanceof Error && "stdout" in error) console.error(String(error.stdout));
    throw new Error(`${command} refused ${words.at(-1)}`, { cause: error });
  }
}

/** Packs one package into a folder; answers the tarball's path. */
function pack(source: string, folder: string): string {
  const before = new Set(readdirSync(folder));
  run("pnpm", ["pack", "--pack-destination", folder], source);
  const made = readdirSync(folder).filter((name) => !before.has(name));
  if (made.length !== 1) throw new Error(`packing ${source} made ${made.length} files`);
  return join(folder, made.join(""));
}

function checkContents(source: string, tarball: string): void {
  const listed = run("tar", ["-tzf", tarball]).split("\n");
  const wanted = ["README.md", "LICENSE", "dist/index.js", "dist/index.d.ts"];
  const missing = wanted.filter((path) => !listed.includes(`package/${path}`));
  if (existsSync(join(source, "templates")) && !listed.some((path) => path.includes("/templates/")))
    missing.push("templates/");
  const surplus = listed.filter((path) => /\.test\.|\/src\/|tsbuildinfo/.test(path));
  if (missing.length > 0) throw new Error(`${tarball} lacks ${missing.join(", ")}`);
  if (surplus.length > 0) throw new Error(`${tarball} should not hold ${surplus.join(", ")}`);
}

const folder = mkdtempSync(join(tmpdir(), "pack-check-"));
try {
  const sources = foldersIn("packages").map((name) => join(ROOT, "packages", name));
  const tarballs: string[] = [];
  const specifiers: string[] = [];
  const executables: string[] = [];
  for (const source of sources) {
    const manifest = publicManifest(source);
    if (manifest === undefined) continue;
    const tarball = pack(source, folder);
    checkContents(source, tarball);
    check("publint", ["--strict", tarball]);
    const notCode = ["--exclude-entrypoints", "templates/*", "package.json"];
    check("attw", ["--profile", "esm-only", ...notCode, "--format", "ascii", "--", tarball]);
    tarballs.push(tarball);
    specifiers.push(...manifest.specifiers);
    executables.push(...manifest.executables);
  }
  if (tarballs.length === 0) throw new Error("no package was packed");

  writeFileSync(join(folder, "package.json"), EMPTY_PROJECT);
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  run("npm", ["install", ...quiet, "@types/node@24", ...tarballs], folder);
  const imports = specifiers.map((specifier, at) => `import * as module${at} from "${specifier}";`);
  const counts = specifiers.map(
    (specifier, at) => `["${specifier}", Object.keys(module${at}).length],`,
  );
  const source = [...imports, "const exported = new Map([", ...counts, "]);"].join("\n");
  writeFileSync(
    join(folder, "use.js"),
    `${source}\nfor (const one of exported) console.log(...one);`,
  );
  writeFileSync(join(folder, "use.mts"), source);
  process.stdout.write(run("node", ["use.js"], folder));
  for (const name of executables) check(join(folder, "node_modules/.bin", name), ["--help"]);
  // Not `skipLibCheck`: a declaration that leads nowhere would become `any` without a word.
  check("tsc", [
    "--noEmit",
    "--strict",
    "--target",
    "es2023",
    "--module",
    "nodenext",
    join(folder, "use.mts"),
  ]);
  console.log(`packages: ${tarballs.length} packed, linted, installed and imported`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
