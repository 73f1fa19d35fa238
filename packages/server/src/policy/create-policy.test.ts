import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Identity } from "../identity/identity.ts";
import { createPolicy, type PolicyOptions } from "./create-policy.ts";
import { POLICY_GENERATIONS } from "./generation.ts";
import { RULES } from "./rule-names.ts";

const CLUSTER = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";

const alice: Identity = {
  userId: "alice",
  userDomainId: "default",
  projectId: "wonderland",
  projectDomainId: "default",
  systemScope: null,
  roles: ["member", "reader"],
  isAdminProject: true,
  trusteeDomainId: "trustees",
  trusteeOfCluster: null,
  accessRules: null,
};
const admin: Identity = { ...alice, userId: "root", roles: ["admin", "member", "reader"] };
const clusterUser: Identity = {
  ...alice,
  userId: "node",
  userDomainId: "trustees",
  trusteeOfCluster: CLUSTER,
};
const alicesCluster = { projectId: "wonderland", userId: "alice", clusterUuid: CLUSTER };

function heard(options: PolicyOptions = {}) {
  const complaints: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: (_: object, message: string) => void complaints.push(`warn ${message}`),
    error: (_: object, message: string) => void complaints.push(`error ${message}`),
  };
  return { policy: createPolicy({ ...options, log }), complaints };
}

describe("a policy", () => {
  it.each(POLICY_GENERATIONS)(
    "of the generation %s has nothing to complain about",
    (generation) => {
      expect(heard({ generation }).complaints).toEqual([]);
    },
  );

  it("takes rules in the place of others", () => {
    const policy = createPolicy({
      overrides: {
        "cluster:create": "rule:cloud_operators",
        "cluster:delete": "",
        "cluster:get": [["role:member", "user_id:%(user_id)s"], "role:auditor"],
        cloud_operators: "role:operator or role:admin",
      },
    });
    const operator = { ...alice, roles: ["Operator"] };
    expect(policy.allows("cluster:create", alice)).toBe(false);
    expect(policy.allows("cluster:create", operator)).toBe(true);
    expect(policy.allows("cluster:delete", operator, alicesCluster)).toBe(true);
    expect(policy.allows("cluster:get", alice, alicesCluster)).toBe(true);
    expect(policy.allows("cluster:get", { ...alice, userId: "x" }, alicesCluster)).toBe(false);
    expect(policy.allows("cluster:get", { ...operator, roles: ["auditor"] }, alicesCluster)).toBe(
      true,
    );
    expect(policy.allows("cluster:update", alice, alicesCluster)).toBe(true);
  });

  it("says by a rule who is an admin", () => {
    const policy = createPolicy({
      generation: "legacy",
      overrides: { context_is_admin: "role:captain" },
    });
    const captain = { ...alice, projectId: "bridge", roles: ["captain"] };
    for (const rule of ["quota:create", "context_is_admin", "certificate:rotate_ca"] as const) {
      expect(policy.allows(rule, captain, alicesCluster)).toBe(true);
      expect(policy.allows(rule, { ...admin, projectId: "bridge" }, alicesCluster)).toBe(false);
    }
  });

  it("knows the project, the user and both domains", () => {
    const passes = (rule: string, identity = alice) =>
      createPolicy({ overrides: { "stats:get_all": rule } }).allows("stats:get_all", identity);
    expect(passes("user_domain_id:default and project_domain_id:default")).toBe(true);
    expect(passes("domain_id:default and is_admin_project:True")).toBe(true);
    expect(passes("is_admin:False and system_scope:None")).toBe(true);
    expect(passes("is_admin:True", admin)).toBe(true);
    expect(passes("trustee_domain_id:trustees")).toBe(true);
    expect(passes("user_domain_id:%(trustee_domain_id)s")).toBe(false);
  });

  it("lets nobody pass by a rule that cannot be understood, and says so", () => {
    const { policy, complaints } = heard({
      overrides: { "cluster:get_all": "role:reader or nonsense" },
    });
    expect(policy.allows("cluster:get_all", admin)).toBe(false);
    expect(complaints).toEqual([
      'error The rule cluster:get_all cannot be used: "nonsense" lacks a colon. It lets nobody pass.',
    ]);
  });

  it("complains about rules that nothing asks for, and about references to nothing", () => {
    const { complaints } = heard({
      overrides: {
        "quotas:get": "role:admin",
        "cluster:get": "rule:admin_api or rule:ours",
        ours: "role:x",
      },
    });
    expect(complaints).toEqual([
      "warn Nothing asks for the rule quotas:get; look for a misspelt name.",
      "warn The rule cluster:get refers to admin_api, which is not there.",
    ]);
  });

  it("puts the rule called default in the place of those that are missing", () => {
    const { policy } = heard({
      overrides: { "cluster:get_all": "rule:missing", default: "role:member" },
    });
    expect(policy.allows("cluster:get_all", alice)).toBe(true);
    expect(policy.allows("cluster:get_all", { ...alice, roles: ["reader"] })).toBe(false);
  });

  it.each([
    [{ a: "rule:a" }, "a -> a"],
    [{ a: "not rule:b", b: "@ or (role:x and rule:a)" }, "a -> b -> a"],
    [
      {
        context_is_admin: "rule:admin_or_owner or rule:project_member_deny_cluster_user",
        project_member: "rule:admin_or_project_member",
      },
      "context_is_admin -> project_member_deny_cluster_user -> project_member -> admin_or_project_member -> context_is_admin",
    ],
    [{ default: "rule:missing" }, "default -> missing"],
  ])("is refused when a rule refers to itself: %j", (overrides, path) => {
    expect(() => createPolicy({ overrides })).toThrow(
      expect.objectContaining({
        code: "JRB_POLICY_CYCLE",
        message: expect.stringContaining(`refers to itself: ${path}.`),
      }),
    );
  });

  it("is refused when it would ask another server", () => {
    expect(() => createPolicy({ overrides: { "cluster:get": "http://x/" } })).toThrow(
      "The rule cluster:get cannot be used: http://x/ would ask another server",
    );
  });

  it("takes the examples of its document", () => {
    const page = readFileSync(new URL("../../../../docs/policy.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = ""]) => parse(yaml));
    expect(examples).toHaveLength(2);
    for (const overrides of examples) expect(heard({ overrides }).complaints).toEqual([]);
    const policy = createPolicy({ overrides: { ...examples[0], ...examples[1] } });
    expect(policy.allows("cluster:create", alice)).toBe(false);
    expect(policy.allows("cluster:delete", alice, alicesCluster)).toBe(true);
    expect(policy.allows("cluster:delete", { ...alice, userId: "bob" }, alicesCluster)).toBe(false);
    expect(policy.allows("cluster:resize", clusterUser, alicesCluster)).toBe(true);
  });

  it("lets one rule be referred to from many", () => {
    const overrides = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `r${index}`,
        index === 59 ? "role:member" : `rule:r${index + 1} and rule:r${index + 1}`,
      ]),
    );
    expect(() => createPolicy({ overrides })).not.toThrow();
  });
});

describe("a cluster's own user", () => {
  it("cannot be let out of its cluster by any file", () => {
    const overrides = Object.fromEntries(RULES.map((rule) => [rule, "@"]));
    const policy = createPolicy({ overrides });
    for (const rule of RULES) {
      expect(policy.allows(rule, clusterUser)).toBe(false);
      expect(policy.allows(rule, clusterUser, { ...alicesCluster, clusterUuid: "other" })).toBe(
        false,
      );
      expect(policy.allows(rule, clusterUser, { projectId: "wonderland" })).toBe(false);
    }
  });

  it("may do more in its cluster when a file says so", () => {
    const overrides = { "cluster:resize": "rule:project_member or rule:cluster_user" };
    const policy = createPolicy({ overrides });
    expect(policy.allows("cluster:resize", clusterUser, alicesCluster)).toBe(true);
    expect(policy.allows("cluster:get", clusterUser, alicesCluster)).toBe(false);
  });

  it("is told by the domain, not by the name", () => {
    const policy = createPolicy();
    const administrator = { ...admin, userDomainId: "trustees" };
    for (const rule of RULES) {
      expect(policy.allows(rule, administrator)).toBe(false);
      expect(policy.allows(rule, administrator, alicesCluster)).toBe(false);
    }
  });

  // api.md 13, and who else holds the password: everything on the nodes
  it.each(POLICY_GENERATIONS)(
    "has its certificates and nothing else, whatever roles the token carries: %s",
    (generation) => {
      const policy = createPolicy({ generation });
      const role = fc.constantFrom("admin", "member", "reader", "Admin", "service");
      fc.assert(
        fc.property(
          fc.constantFrom(...RULES),
          fc.uniqueArray(role),
          fc.constantFrom("wonderland", "elsewhere"),
          fc.constantFrom(undefined, alicesCluster, { ...alicesCluster, clusterUuid: "other" }),
          (rule, roles, projectId, target) => {
            const allowed = policy.allows(rule, { ...clusterUser, roles, projectId }, target);
            const isOwn = target?.clusterUuid === CLUSTER;
            const isOpen = [
              "certificate:get",
              "certificate:create",
              ...(generation === "legacy" ? ["cluster:update_health_status"] : []),
            ].includes(rule);
            expect(allowed).toBe(isOwn && isOpen);
          },
        ),
        { numRuns: 2000 },
      );
    },
  );
});

describe("any policy", () => {
  it.each(POLICY_GENERATIONS)("keeps people out of other projects: %s", (generation) => {
    const policy = createPolicy({ generation });
    // Which rows somebody sees is decided before these are asked.
    const bySightAlone = ["bay:", "baymodel:", "cluster:", "clustertemplate:", "federation:"];
    const asked = RULES.filter(
      (rule) => generation === "role-based" || !bySightAlone.some((kind) => rule.startsWith(kind)),
    );
    const stranger = { ...alice, userId: "mallory", projectId: "elsewhere" };
    for (const rule of asked) expect(policy.allows(rule, stranger, alicesCluster)).toBe(false);
  });

  it.each(POLICY_GENERATIONS)("lets a token without project do nothing: %s", (generation) => {
    const policy = createPolicy({ generation });
    for (const rule of RULES)
      for (const target of [undefined, alicesCluster, { userId: "alice" }])
        expect(policy.allows(rule, { ...alice, projectId: null }, target)).toBe(false);
  });
});
