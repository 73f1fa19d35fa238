import { TemplateError } from "../template-error.ts";
import type { HotMap } from "../value.ts";

/** The names of Heat's releases that stand for a version. */
const aliases: Readonly<Record<string, string>> = {
  newton: "2016-10-14",
  ocata: "2017-02-24",
  pike: "2017-09-01",
  queens: "2018-03-02",
  rocky: "2018-08-31",
  wallaby: "2021-04-16",
};

const versions: readonly string[] = [
  "2013-05-23",
  "2014-10-16",
  "2015-04-30",
  "2015-10-15",
  "2016-04-08",
  "2016-10-14",
  "2017-02-24",
  "2017-09-01",
  "2018-03-02",
  "2018-08-31",
  "2021-04-16",
];

/** The first version in which `if` may have two arguments. */
export const nullableIfVersion = "2021-04-16";

/** The version of a template as a date. Throws `InvalidTemplateVersion` with the possible ones. */
export function templateVersion(source: HotMap): string {
  const version = source["heat_template_version"];
  if (version === undefined) {
    throw new TemplateError("ValueError", "Template format version not found.");
  }
  if (typeof version !== "string") throw invalidVersion("Template version was not provided");
  const date = Object.hasOwn(aliases, version) ? aliases[version] : version;
  if (date === undefined || !versions.includes(date)) {
    const available = [...versions, ...Object.keys(aliases)].toSorted().join(", ");
    throw invalidVersion(
      `"heat_template_version: ${version}". "heat_template_version" should be one of: ${available}`,
    );
  }
  return date;
}

const invalidVersion = (explanation: string): TemplateError =>
  new TemplateError("InvalidTemplateVersion", `The template version is invalid: ${explanation}`);
