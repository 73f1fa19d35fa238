import { isDeepStrictEqual } from "node:util";
import { type Clock, type Logger, messageOf, silentLogger, systemClock } from "@jeroboam/core";
import { logComplaint, policyOf } from "./create-policy.ts";
import { DEFAULTS, type PolicyGeneration } from "./generation.ts";
import type { Policy } from "./policy.ts";
import { findPolicyFiles, type PolicyFile, readPolicyFile } from "./policy-file.ts";
import { type Complaint, readRuleSet } from "./rule-set.ts";

export interface PolicyFileOptions {
  /** Which rules count where the files say nothing. Default `role-based`. */
  readonly generation?: PolicyGeneration;
  /** A file of rules, YAML or JSON. One that is not there says nothing. */
  readonly path?: string;
  /** Directories of further files, which count more, the later the name the more. */
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
 * the last good rules stay until it can be used.
 *
 * @throws {@link PolicyError} when a file cannot be used now; Node's error when one cannot be read.
 */
export function policyFromFile(options: PolicyFileOptions): Policy {
  const { generation = "role-based", path, directories = [] } = options;
  const { log = silentLogger, clock = systemClock, lookEveryMs = LOOK_EVERY_MS } = options;
  const { rules } = DEFAULTS[generation];
  let told = new Set<string>();
  let failure: string | undefined;

  const tell = (complaints: readonly Complaint[]) => {
    const texts = complaints.map((complaint) => JSON.stringify(complaint));
    complaints.forEach((complaint, index) => {
      if (!told.has(texts[index] ?? "")) logComplaint(log, complaint);
    });
    told = new Set(texts);
  };
  const read = (files: readonly PolicyFile[]): Policy => {
    const overrides = new Map(files.flatMap((file) => [...readPolicyFile(file.path)]));
    const ruleSet = readRuleSet(rules, overrides);
    if (path !== undefined && !files.some((file) => file.path === path))
      log.warn({ path }, "there is no such policy file; its rules are the defaults");
    tell(ruleSet.complaints);
    log.info(
      { files: files.map((file) => file.path), rules: overrides.size, generation },
      "policy rules read",
    );
    return policyOf(ruleSet, generation);
  };

  // Files are looked at before they are read, so that no change in between is missed.
  let files = findPolicyFiles(path, directories);
  let policy = read(files);
  let lookedAtMs = clock.now().getTime();

  const look = () => {
    const nowMs = clock.now().getTime();
    // A clock that was set back must not stop the looking.
    if (Math.abs(nowMs - lookedAtMs) < lookEveryMs) return;
    lookedAtMs = nowMs;
    try {
      const found = findPolicyFiles(path, directories);
      if (!isDeepStrictEqual(found, files)) {
        policy = read(found);
        files = found;
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
