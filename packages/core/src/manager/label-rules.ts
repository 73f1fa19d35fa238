import type { Labels } from "../cluster/labels.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Labels that hold a list of words, whichever driver reads them. */
interface WordListRule {
  readonly separator: "," | " ";
  readonly words: readonly string[];
  readonly ignoreCase?: boolean;
}

/** @upstream magnum/api/attr_validator.py `labels_validators` until 2023.1 */
const WORD_LISTS: Readonly<Record<string, WordListRule>> = {
  mesos_slave_isolation: {
    separator: ",",
    words: [
      "filesystem/posix",
      "filesystem/linux",
      "filesystem/shared",
      "posix/cpu",
      "posix/mem",
      "posix/disk",
      "cgroups/cpu",
      "cgroups/mem",
      "docker/runtime",
      "namespaces/pid",
    ],
  },
  mesos_slave_image_providers: {
    separator: ",",
    words: ["docker", "appc"],
    ignoreCase: true,
  },
  swarm_strategy: { separator: " ", words: ["spread", "binpack", "random"] },
};
const JSON_LABEL = "mesos_slave_executor_env_variables";

/** Refuses labels of Magnum's own whose value no driver can work with. */
export function requireKnownLabelValues(labels: Labels): void {
  for (const [label, rule] of Object.entries(WORD_LISTS)) {
    const value = labels[label];
    if (value === undefined) continue;
    const wrong = wordsOf(value, rule).filter((word) => !rule.words.includes(word));
    if (wrong.length > 0)
      throw invalid(
        label,
        `property "labels/${label}" with value "${wrong.join(rule.separator === "," ? ", " : " ")}" is not supported, supported values are: ${[...rule.words, "unspecified"].join(", ")}`,
      );
  }
  requireDockerRuntime(labels);
  requireJson(labels[JSON_LABEL]);
}

function requireDockerRuntime(labels: Labels): void {
  const has = (label: string, word: string) => {
    const rule = WORD_LISTS[label];
    return rule !== undefined && wordsOf(labels[label] ?? "", rule).includes(word);
  };
  if (!has("mesos_slave_image_providers", "docker")) return;
  if (has("mesos_slave_isolation", "docker/runtime")) return;
  throw invalid(
    "mesos_slave_image_providers",
    "Docker runtime isolator has to be specified if 'docker' is included in 'mesos_slave_image_providers' Please add 'docker/runtime' to 'mesos_slave_isolation' labels flags",
  );
}

function requireJson(text: string | undefined): void {
  if (text === undefined) return;
  try {
    JSON.parse(text);
  } catch {
    throw invalid(JSON_LABEL, "Json format error");
  }
}

function wordsOf(value: string, { separator, ignoreCase }: WordListRule): readonly string[] {
  const text = ignoreCase ? value.toLowerCase() : value;
  return separator === "," ? text.split(",") : text.split(/\s+/).filter((word) => word !== "");
}

function invalid(label: string, message: string): JeroboamError {
  const issue = { path: ["labels", label], code: "JRB_LABEL_INVALID", message };
  return new JeroboamError("JRB_LABEL_INVALID", message, { details: { issues: [issue] } });
}
