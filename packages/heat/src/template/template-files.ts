import { posix } from "node:path";
import { type Document, isMap, isScalar, parseDocument, type Scalar, visit } from "yaml";
import { HeatDriverError } from "../heat-driver-error.ts";
import { mergeTemplates, type TemplatePart } from "./merge-templates.ts";
import type { TemplateSource } from "./template-source.ts";

/** A template with all that it refers to, as Heat takes it. */
export interface ResolvedTemplate {
  readonly template: string;
  /** By path below the templates folder; references in templates use the same names. */
  readonly files: Readonly<Record<string, string>>;
  readonly environmentFiles: readonly string[];
}

export interface TemplateFilesOptions {
  /** Environments in merge order; later ones win. */
  readonly environments?: readonly string[];
  /** Makes the text that Heat gets out of a file's own. */
  readonly render?: (path: string, text: string) => string;
}

/**
 * Collects what a template refers to: files of `get_file`, nested templates, and the same for
 * each nested template and environment. References are relative to the file that holds them.
 *
 * @param main - The template's file, or those that are its parts.
 * @throws {@link HeatDriverError} `JRB_TEMPLATE_FILE_MISSING`, `JRB_TEMPLATE_FILE_INVALID`.
 */
export function resolveTemplateFiles(
  main: string | readonly string[],
  source: TemplateSource,
  options: TemplateFilesOptions = {},
): ResolvedTemplate {
  const parts = [main].flat();
  const environments = options.environments ?? [];
  const files = new Map<string, string>();
  const waiting = [...parts, ...environments].map((path) => ({ path, from: "the driver" }));
  const templates = new Set([...parts, ...environments]);

  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { path, from } = next;
    if (files.has(path)) continue;
    const text = source.read(path);
    if (text === undefined)
      throw new HeatDriverError(
        "JRB_TEMPLATE_FILE_MISSING",
        `${from} refers to ${path}, which does not exist.`,
      );
    const own = options.render?.(path, text) ?? text;
    if (!templates.has(path)) {
      files.set(path, own);
      continue;
    }
    const { text: rewritten, references } = knownReferences(path, own);
    files.set(path, rewritten);
    for (const reference of references) {
      if (reference.template) templates.add(reference.path);
      waiting.push({ path: reference.path, from: path });
    }
  }

  const template = knownMerge(parts.map((path) => ({ path, text: files.get(path) ?? "" })));
  for (const part of parts) if (!environments.includes(part)) files.delete(part);
  return { template, files: Object.fromEntries(files), environmentFiles: environments };
}

/** What was made last of the same parts, as below. */
const lastMerged = new Map<
  string,
  { readonly parts: readonly TemplatePart[]; readonly text: string }
>();

function knownMerge(parts: readonly TemplatePart[]): string {
  const key = parts.map(({ path }) => path).join(" ");
  const last = lastMerged.get(key);
  if (last?.parts.every(({ text }, index) => text === parts[index]?.text)) return last.text;
  const text = mergeTemplates(parts);
  lastMerged.set(key, { parts, text });
  return text;
}

interface Reference {
  readonly path: string;
  readonly template: boolean;
}

interface Rewritten {
  readonly text: string;
  readonly references: readonly Reference[];
}

/** What was read last of each file: most are the same text for every cluster, and YAML is slow to read. */
const lastRead = new Map<string, { readonly text: string; readonly rewritten: Rewritten }>();

function knownReferences(path: string, text: string): Rewritten {
  const last = lastRead.get(path);
  if (last?.text === text) return last.rewritten;
  const rewritten = rewriteReferences(path, text);
  lastRead.set(path, { text, rewritten });
  return rewritten;
}

/** Makes every reference of a template relative to the root; the text stays as it is when all are. */
function rewriteReferences(path: string, text: string): Rewritten {
  const document: Document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw new HeatDriverError("JRB_TEMPLATE_FILE_INVALID", `${path}: ${fault.message}`);
  const references: Reference[] = [];
  let changed = false;

  const refer = (scalar: Scalar, template: boolean) => {
    const written = String(scalar.value);
    const target = posix.normalize(posix.join(posix.dirname(path), written));
    if (target.startsWith("../") || posix.isAbsolute(written) || /^[a-z]+:\/\//.test(written))
      throw new HeatDriverError(
        "JRB_TEMPLATE_FILE_MISSING",
        `${path} refers to ${written}, which is outside of the templates folder.`,
      );
    references.push({ path: target, template });
    if (target !== written) {
      scalar.value = target;
      changed = true;
    }
  };

  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || !isScalar(pair.value)) return;
      const { key, value } = pair;
      if (key.value === "get_file") refer(value, false);
      else if (key.value === "type" && isTemplateName(value.value)) refer(value, true);
    },
  });
  const registry = document.get("resource_registry");
  if (isMap(registry))
    visit(registry, {
      Scalar(key, scalar) {
        if (key !== "key" && isTemplateName(scalar.value)) refer(scalar, true);
      },
    });
  return { text: changed ? document.toString() : text, references };
}

/** The endings by which Heat knows a nested template. */
function isTemplateName(value: unknown): value is string {
  return typeof value === "string" && /\.(yaml|template)$/.test(value);
}
