import { isDeepStrictEqual } from "node:util";
import { type Clock, type Logger, messageOf, silentLogger, systemClock } from "@jeroboam/core";
import { logComplaint, policyOf } from "./create-policy.ts";
import { DEFAULTS, type PolicyGeneration } from "./generation.ts";
import type { Policy } from "./policy.ts";
import { PolicyError } from "./policy-error.ts";
import { type FoundPolicyFiles, findPolicyFiles, readPolicyFile } from "./policy-file.ts";
import { type Complaint, readRuleSet } from "./rule-set.ts";

export interface PolicyFileOptions {
  /** Which rules count where the files say nothing. Default `role-based`. */
  readonly generation?: PolicyGeneration;
  /** A file of rules, YAML or JSON. One that was never there says nothing. */
  readonly path?: string;
  /** Directories of further files, which count more, the later the name the more; files in them come and go. */
  readonly directories?: readonly string[];
  readonly log?: Logger;
  readonly clock?: Pick<Clock, "now">;
  /** How long the files are not looked at again. Default 1000. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 1000;

/**
 * A policy whose rules are in files, which are read again when they change.
 *
 * A file that cannot be used is an error at the start. Later that is logged, once for each reason, and
 * the last good rules stay until it can be used. A path that was there and is gone counts as one that
 * cannot be used, so that the defaults never open what the file shut.
 *
 * @throws {@link PolicyError} when a file cannot be used now; Node's error when a directory cannot be read.
 * @differs oslo.policy goes back to the defaults when the file is gone.
 */
export function policyFromFile(options: PolicyFileOptions): Policy {
  const { generation = "role-based", path, directories = [] } = options;
  const { log = silentLogger, clock = systemClock, lookEveryMs = LOOK_EVERY_MS } = options;
  const { rules } = DEFAULTS[generation];
  let told = new Set<string>();
  let warned = new Set<string>();
  let failure: string | undefined;

  const tell = (complaints: readonly Complaint[]) => {
    const texts = complaints.map((complaint) => JSON.stringify(complaint));
    complaints.forEach((complaint, index) => {
      if (!told.has(texts[index] ?? "")) logComplaint(log, complaint);
    });
    told = new Set(texts);
  };
  const read = ({ files, absent }: FoundPolicyFiles): Policy => {
    const overrides = new Map(files.flatMap((file) => [...readPolicyFile(file.path)]));
    const ruleSet = readRuleSet(rules, overrides);
    tell(ruleSet.complaints);
    for (const one of absent.filter((each) => !warned.has(each)))
      log.warn({ path: one }, "there is no such policy file or directory; the defaults count");
    warned = new Set(absent);
    log.info(
      { files: files.map((file) => file.path), rules: overrides.size, generation },
      "policy rules read",
    );
    return policyOf(ruleSet, generation);
  };

  // Files are looked at before they are read, so that no change in between is missed.
  let used = findPolicyFiles(path, directories);
  let policy = read(used);
  let lookedAtMs = clock.now().getTime();

  const look = () => {
    const nowMs = clock.now().getTime();
    // A clock that was set back must not stop the looking.
    if (Math.abs(nowMs - lookedAtMs) < lookEveryMs) return;
    lookedAtMs = nowMs;
    try {
      const found = findPolicyFiles(path, directories);
      const gone = found.absent.filter((one) => !used.absent.includes(one));
      if (gone.length > 0) throw goneError(gone);
      if (!isDeepStrictEqual(found, used)) {
        policy = read(found);
        used = found;
      }
      failure = undefined;
    } catch (error) {
      const message = messageOf(error);
      if (message !== failure)
        log.error({ error }, "the policy files cannot be used; the rules from before stay");
      failure = message;
    }
  };
  return {
    allows(...question) {
      look();
      return policy.allows(...question);
    },
  };
}

function goneError(paths: readonly string[]): PolicyError {
  return new PolicyError(
    "JRB_POLICY_FILE_INVALID",
    `${paths.join(", ")}: it is gone; put it back, or an empty one for the defaults, or start again without it`,
  );
}
