import { parseTemplate, type Template } from "@jeroboam/hot";

/** As many as a handful of drivers send, nested ones included. */
const MOST_TEXTS = 64;

/** What was read of the last texts: most stacks are made of the same ones, and YAML is slow to read. */
const lastRead = new Map<string, Template>();

/** Reads a template; throws a TemplateError for what is none. */
export function readTemplate(source: string | object): Template {
  if (typeof source !== "string") return parseTemplate(source);
  const known = lastRead.get(source);
  if (known) return known;
  const template = parseTemplate(source);
  const [oldest] = lastRead.keys();
  if (lastRead.size >= MOST_TEXTS && oldest !== undefined) lastRead.delete(oldest);
  lastRead.set(source, template);
  return template;
}
