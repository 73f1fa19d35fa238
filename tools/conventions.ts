// What every package has in common, and what no file may hold.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publicManifest } from "./public-manifest.ts";
import { foldersIn, repositoryFiles, ROOT } from "./repository-files.ts";

const problems: string[] = [];
const isThere = (path: string) => existsSync(join(ROOT, path));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const IN_EVERY_PACKAGE = [
  "README.md",
  "package.json",
  "tsconfig.json",
  "turbo.json",
  "src/index.ts",
];
const IN_EVERY_PUBLIC_PACKAGE = ["tsconfig.build.json", "tsup.config.ts"];
const IN_EVERY_DRIVER = [
  "src/driver.ts",
  "src/labels.ts",
  "src/template-definition.ts",
  "src/version.ts",
  "templates",
];
/** Library packages around the drivers that carry the prefix without being one. */
const NOT_A_DRIVER = ["driver-bench", "driver-testkit"];

const packages = foldersIn("packages");
for (const name of packages) {
  const isDriver = name.startsWith("driver-") && !NOT_A_DRIVER.includes(name);
  const isPublic = publicManifest(join(ROOT, "packages", name)) !== undefined;
  for (const path of [
    ...IN_EVERY_PACKAGE,
    ...(isPublic ? IN_EVERY_PUBLIC_PACKAGE : []),
    ...(isDriver ? IN_EVERY_DRIVER : []),
  ])
    if (!isThere(`packages/${name}/${path}`)) problems.push(`packages/${name} lacks ${path}`);
}
// Packing copies the root's licence into every tarball.
if (!isThere("LICENSE")) problems.push("the root lacks LICENSE");

/** TypeScript has its ceiling in the linter, where blank lines and comments do not count. */
const HAND_WRITTEN = /\.(hbs|sh|ya?ml)$/;
const MAX_LINES = 400;
const EXEMPT = /^pnpm-lock\.yaml$|\/generated\//;
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.-])\/[w]ork\//, "a path of one machine"],
  [/^\s*(@[\w-]+:)?registry\s*=/m, "a package registry's address"],
  [/\btarball: https?:/, "a package registry's address"],
];

const files = repositoryFiles();
for (const path of files) {
  const text = read(path);
  for (const [pattern, what] of FORBIDDEN)
    if (pattern.test(text)) problems.push(`${path} holds ${what}`);
  const lines = text.split("\n").length - 1;
  if (HAND_WRITTEN.test(path) && !EXEMPT.test(path) && lines > MAX_LINES)
    problems.push(`${path} has ${lines} lines, ${MAX_LINES} is the ceiling`);
}

for (const problem of problems) console.error(problem);
console.log(
  `conventions: ${packages.length} packages, ${files.length} files, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 && packages.length > 0 ? 0 : 1;
