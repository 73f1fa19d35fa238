import { parse } from "yaml";
import { z } from "zod";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import { cloudSettingsSchema, sessionOptionsOf } from "./cloud-settings.ts";
import type { SessionOptions } from "./session-options.ts";

type Json = Readonly<Record<string, unknown>>;

const fileSchema = z.looseObject({
  clouds: z.record(z.string(), z.record(z.string(), z.unknown())).nullish(),
  "public-clouds": z.record(z.string(), z.record(z.string(), z.unknown())).nullish(),
});

/** The files' contents as text; secure.yaml adds to clouds.yaml and wins, clouds-public.yaml holds profiles. */
export interface CloudsYamlTexts {
  readonly clouds: string;
  readonly secure?: string | undefined;
  readonly publicClouds?: string | undefined;
}

/**
 * Reads one cloud out of clouds.yaml's text, with its profile below it and secure.yaml above it.
 *
 * @param cloudName - May be left out when the file holds one cloud.
 * @throws {@link InvalidRequestError} naming the clouds there are.
 */
export function parseCloudsYaml(texts: CloudsYamlTexts, cloudName?: string): SessionOptions {
  const clouds = readClouds(texts.clouds, "clouds.yaml").clouds ?? {};
  const secrets = readClouds(texts.secure, "secure.yaml").clouds ?? {};
  const profiles = readClouds(texts.publicClouds, "clouds-public.yaml")["public-clouds"] ?? {};
  const names = Object.keys(clouds);
  const name = cloudName ?? (names.length === 1 ? names[0] : undefined);
  const cloud = name === undefined ? undefined : clouds[name];
  if (name === undefined || cloud === undefined) {
    const asked =
      name === undefined ? "Say which cloud of clouds.yaml" : `clouds.yaml has no cloud ${name}`;
    throw new InvalidRequestError(`${asked}; it has ${names.join(", ") || "none"}`);
  }
  const profileName = cloud["profile"] ?? cloud["cloud"];
  const profile = typeof profileName === "string" ? (profiles[profileName] ?? {}) : {};
  const settings = cloudSettingsSchema.safeParse(merge(merge(profile, cloud), secrets[name] ?? {}));
  if (!settings.success) {
    const fields = settings.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new InvalidRequestError(`clouds.yaml (${name}) cannot be read at ${fields}`);
  }
  return sessionOptionsOf(settings.data, `clouds.yaml (${name})`);
}

/** Puts one object over another, field by field, as deep as both are objects. */
function merge(below: Json, above: Json): Json {
  const merged: Record<string, unknown> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const under = merged[name];
    merged[name] = isObject(under) && isObject(value) ? merge(under, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readClouds(text: string | undefined, name: string): z.output<typeof fileSchema> {
  if (text === undefined) return {};
  // What the parser says of a broken file would quote it, passwords included.
  let yaml: unknown;
  try {
    yaml = parse(text, { prettyErrors: false }) ?? {};
  } catch {
    throw new InvalidRequestError(`${name} is not YAML`);
  }
  const file = fileSchema.safeParse(yaml);
  if (file.success) return file.data;
  throw new InvalidRequestError(`${name} does not hold clouds by name`);
}
