import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Identity } from "../src/identity/identity.ts";
import { createPolicy } from "../src/policy/create-policy.ts";
import { POLICY_GENERATIONS, type PolicyGeneration } from "../src/policy/generation.ts";
import type { Target } from "../src/policy/policy.ts";
import { RULES } from "../src/policy/rule-names.ts";

const CLUSTER = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";
const OTHER_CLUSTER = "0c7e4a57-5c1b-4a9c-8a5b-3f5a35f6d2a0";

const nobody: Identity = {
  userId: "nobody",
  userDomainId: "default",
  projectId: "wonderland",
  projectDomainId: "default",
  systemScope: null,
  roles: [],
  isAdminProject: true,
  trusteeDomainId: "trustees",
  trusteeOfCluster: null,
  accessRules: null,
};
const member: Identity = { ...nobody, roles: ["member", "reader"] };
const admin: Identity = {
  ...nobody,
  userId: "root",
  projectId: "admin",
  roles: ["admin", "member", "reader"],
};
const trustee: Identity = {
  ...member,
  userId: "trustee",
  userDomainId: "trustees",
  trusteeOfCluster: CLUSTER,
};

/** Keystone names implied roles in the token: a member is a reader too. */
const PERSONAS: Readonly<Record<string, Identity>> = {
  admin,
  "the member who made it": { ...member, userId: "alice" },
  "another member of its project": { ...member, userId: "bob" },
  "the reader who made it": { ...nobody, userId: "alice", roles: ["reader"] },
  "another reader of its project": { ...nobody, userId: "rita", roles: ["reader"] },
  "somebody of its project without role": nobody,
  "a member of another project": { ...member, userId: "mallory", projectId: "elsewhere" },
  "its own user, with the roles of who made it": trustee,
  "its own user, made by an admin": { ...trustee, roles: ["admin", "member", "reader"] },
  "another cluster's own user": { ...trustee, trusteeOfCluster: OTHER_CLUSTER },
  "an admin of the system": { ...admin, projectId: null, systemScope: "all" },
  "an admin without scope": { ...admin, projectId: null },
  "a user without project": { ...nobody, projectId: null },
};

const TARGETS: Readonly<Record<string, Target | undefined>> = {
  "Alice's cluster, or what belongs to it": {
    projectId: "wonderland",
    userId: "alice",
    clusterUuid: CLUSTER,
  },
  "no object: what is listed or made": undefined,
};

function matrix(generation: PolicyGeneration): string {
  const policy = createPolicy({ generation });
  const names = Object.keys(PERSONAS);
  const letters = names.map((_, index) => String.fromCodePoint(65 + index));
  const width = Math.max(...RULES.map((rule) => rule.length));
  const table = (target: Target | undefined) =>
    RULES.map((rule) => {
      const marks = Object.values(PERSONAS).map((identity, index) =>
        policy.allows(rule, identity, target) ? letters[index] : ".",
      );
      return `${rule.padEnd(width)}  ${marks.join(" ")}`;
    });
  return [
    `Who passes which rule with the ${generation} defaults. A letter: passes; a dot: 403.`,
    "",
    ...names.map((name, index) => `${letters[index]}  ${name}`),
    ...Object.entries(TARGETS).flatMap(([title, target]) => ["", title, "", ...table(target)]),
    "",
  ].join("\n");
}

// api.md 13
describe("who may do what", () => {
  it.each(POLICY_GENERATIONS)("is as it was reviewed: %s", (generation) => {
    const file = new URL(`golden/policy-${generation}.txt`, import.meta.url);
    const text = matrix(generation);
    if (process.env["JEROBOAM_GOLDEN"] === "update") writeFileSync(file, text);
    expect(existsSync(file), "golden file; make it with JEROBOAM_GOLDEN=update").toBe(true);
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});
