import { describe, expect, it } from "vitest";
import { FakeKeystone } from "../../test/fake-keystone.ts";
import {
  createKeystoneAuthenticator,
  type KeystoneAuthenticatorOptions,
} from "./keystone-authenticator.ts";

const CLUSTER = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";

function bench(options: Partial<KeystoneAuthenticatorOptions> = {}) {
  let now = Date.parse("2030-01-01T00:00:00Z");
  const keystone = new FakeKeystone();
  return {
    keystone,
    advance: (ms: number) => void (now += ms),
    authenticator: createKeystoneAuthenticator({
      identityUrl: "http://identity/v3",
      validateToken: keystone.validateToken,
      trusteeDomainId: "trustees",
      clock: { now: () => new Date(now) },
      clusterOfLogin: async (userId) => (userId === `user-${CLUSTER}` ? CLUSTER : undefined),
      cacheMs: 1000,
      ...options,
    }),
  };
}

describe("the Keystone authenticator", () => {
  it("says who it is", async () => {
    const { authenticator } = bench();
    expect(await authenticator.authenticate("admin")).toEqual({
      userId: "root",
      userDomainId: "default",
      projectId: "admin",
      projectDomainId: null,
      systemScope: null,
      roles: ["admin", "member", "reader"],
      isAdminProject: true,
      trusteeDomainId: "trustees",
      trusteeOfCluster: null,
      accessRules: null,
    });
    expect(await authenticator.authenticate("forged")).toBeUndefined();
  });

  it("says what a token without project is for", async () => {
    const { authenticator, keystone } = bench();
    const admin = await keystone.validateToken("admin");
    if (!admin) throw new Error("the fake Keystone knows no admin");
    const { project: _, ...unscoped } = admin;
    keystone.tokens.set("system", { ...unscoped, system: { all: true }, isAdminProject: false });
    keystone.tokens.set("project", { ...unscoped, project: { id: "p1", domain: { id: "d1" } } });
    expect(await authenticator.authenticate("system")).toMatchObject({
      projectId: null,
      projectDomainId: null,
      systemScope: "all",
      isAdminProject: false,
    });
    expect(await authenticator.authenticate("project")).toMatchObject({
      projectId: "p1",
      projectDomainId: "d1",
      systemScope: null,
    });
  });

  it("asks once for a while, also when asked side by side", async () => {
    const { authenticator, keystone, advance } = bench();
    await Promise.all([authenticator.authenticate("alice"), authenticator.authenticate("alice")]);
    await authenticator.authenticate("alice");
    expect(keystone.asked).toBe(1);
    advance(1000);
    await authenticator.authenticate("alice");
    expect(keystone.asked).toBe(2);
  });

  it("does not believe a token longer than it lives", async () => {
    const { authenticator, keystone, advance } = bench();
    const alice = await keystone.validateToken("alice");
    if (alice)
      keystone.tokens.set("short", { ...alice, expiresAt: new Date("2030-01-01T00:00:00.500Z") });
    expect(await authenticator.authenticate("short")).toBeDefined();
    advance(600);
    expect(await authenticator.authenticate("short")).toBeUndefined();
  });

  it("remembers neither a refusal nor a failure", async () => {
    const { authenticator, keystone } = bench();
    keystone.available = false;
    await expect(authenticator.authenticate("alice")).rejects.toThrow("connection refused");
    keystone.available = true;
    expect(await authenticator.authenticate("alice")).toBeDefined();
    await authenticator.authenticate("late");
    keystone.addTrustee(CLUSTER, "p1");
    expect(await authenticator.authenticate(`trustee-${CLUSTER}-trustees`)).toBeDefined();
  });

  // api.md 1.3, tenant filter
  it("takes the project of a cluster's own user from its name", async () => {
    const { authenticator, keystone } = bench();
    const token = keystone.addTrustee(CLUSTER, "p1");
    expect(await authenticator.authenticate(token)).toMatchObject({
      projectId: "p1",
      trusteeOfCluster: CLUSTER,
    });
  });

  it("does not take a name for a trustee's outside the trustees' domain", async () => {
    const { authenticator, keystone } = bench();
    const token = keystone.addTrustee(CLUSTER, "p1", "default");
    expect(await authenticator.authenticate(token)).toMatchObject({
      projectId: null,
      trusteeOfCluster: null,
    });
  });
  it("takes who comes by a cluster's trust for the cluster's own user, whoever made the cluster", async () => {
    const { authenticator, keystone } = bench();
    for (const trustor of ["alice", "admin"]) {
      const identity = await authenticator.authenticate(
        keystone.addTrust(`user-${CLUSTER}`, trustor),
      );
      expect(identity).toMatchObject({
        userId: `user-${CLUSTER}`,
        userDomainId: "trustees",
        trusteeDomainId: "trustees",
        roles: [],
        trusteeOfCluster: CLUSTER,
      });
    }
  });

  it("does not let in by a cluster's trust when it would not know the clusters' users again", async () => {
    const clusterOfLogin = async () => CLUSTER;
    const keystone = new FakeKeystone();
    const authenticator = createKeystoneAuthenticator({
      identityUrl: "http://identity/v3",
      validateToken: keystone.validateToken,
      clusterOfLogin,
      clock: { now: () => new Date() },
    });
    const token = keystone.addTrust(`user-${CLUSTER}`, "alice");
    expect(await authenticator.authenticate(token)).toBeUndefined();
    expect(await authenticator.authenticate("alice")).toBeDefined();
  });

  it("does not let in by a trust that names no trustee", async () => {
    const { authenticator, keystone } = bench();
    const alice = await keystone.validateToken("alice");
    if (alice) keystone.tokens.set("odd", { ...alice, trust: {} });
    expect(await authenticator.authenticate("odd")).toBeUndefined();
  });

  it("takes who comes by a cluster's application credential for the cluster's own user", async () => {
    const { authenticator, keystone } = bench();
    const alice = await keystone.validateToken("alice");
    if (!alice) throw new Error("the fake Keystone knows no alice");
    const accessRules = [{ service: "container-infra", method: "GET", path: "/v1/certificates/*" }];
    const come = (id: string) => {
      keystone.tokens.set(id, { ...alice, applicationCredential: { id, accessRules } });
      return authenticator.authenticate(id);
    };
    expect(await come(`user-${CLUSTER}`)).toMatchObject({
      userId: `user-${CLUSTER}`,
      userDomainId: "trustees",
      projectId: "wonderland",
      roles: [],
      trusteeOfCluster: CLUSTER,
      accessRules,
    });
    expect(await come("her-own")).toMatchObject({
      userId: "alice",
      roles: ["member", "reader"],
      trusteeOfCluster: null,
      accessRules,
    });
  });

  it("leaves a cluster's own user none of the roles that it has for the infrastructure", async () => {
    const { authenticator, keystone } = bench();
    const token = keystone.addTrustee(CLUSTER, "p1");
    const trustee = await keystone.validateToken(token);
    if (!trustee) throw new Error("the fake Keystone knows no trustee");
    const { id, domain } = trustee.user;
    keystone.tokens.set(token, {
      user: { id, domain, name: `${CLUSTER}_p1_0f1e2d3c` },
      project: { id: "p1" },
      roles: [{ name: "member" }],
    });
    expect(await authenticator.authenticate(token)).toMatchObject({
      projectId: "p1",
      roles: [],
      trusteeOfCluster: CLUSTER,
    });
  });

  it("takes who comes by anybody else's trust for the trustor", async () => {
    const { authenticator, keystone } = bench();
    const token = keystone.addTrust("heat", "alice");
    expect(await authenticator.authenticate(token)).toEqual(
      await authenticator.authenticate("alice"),
    );
  });

  it("does not take anybody for the trustor while it cannot tell whose trust it is", async () => {
    const { authenticator, keystone } = bench({
      clusterOfLogin: async () => {
        throw new Error("the store is away");
      },
    });
    const token = keystone.addTrust("heat", "alice");
    await expect(authenticator.authenticate(token)).rejects.toThrow("the store is away");
  });

  it("keeps what it knows through a flood of forged tokens", async () => {
    const { authenticator, keystone } = bench();
    await authenticator.authenticate("alice");
    await Promise.all(
      Array.from({ length: 10_001 }, (_, index) => authenticator.authenticate(`forged-${index}`)),
    );
    const { asked } = keystone;
    await authenticator.authenticate("alice");
    expect(keystone.asked).toBe(asked);
  });

  it("forgets first whom it has not seen for longest", async () => {
    const { authenticator, keystone } = bench();
    const alice = await keystone.validateToken("alice");
    const logIn = (token: string) => {
      if (alice) keystone.tokens.set(token, alice);
      return authenticator.authenticate(token);
    };
    for (const token of ["first", "second"]) await logIn(token);
    for (let index = 0; index < 9_998; index += 1) await logIn(`further-${index}`);
    await logIn("first");
    await logIn("one-too-many");
    const { asked } = keystone;
    await logIn("first");
    expect(keystone.asked).toBe(asked);
    await logIn("second");
    expect(keystone.asked).toBe(asked + 1);
  });

  it("does not remember a token that was taken back while Keystone's word on it was on its way", async () => {
    const keystone = new FakeKeystone();
    const alice = await keystone.validateToken("alice");
    if (!alice) throw new Error("the fake Keystone knows no alice");
    const issuedAt = new Date("2030-01-01T00:00:00Z");
    const said = { ...alice, issuedAt, auditIds: ["a1"] };
    const revoked: { issuedBefore: Date; auditId: string }[] = [];
    let now = issuedAt.getTime();
    const asked = Promise.withResolvers<void>();
    const onItsWay = Promise.withResolvers<void>();
    const { authenticator } = bench({
      clock: { now: () => new Date(now) },
      cacheMs: 300_000,
      revocations: { list: async () => revoked, everyMs: 10_000, log: { warn: () => undefined } },
      async validateToken(token) {
        if (token === "alice") return keystone.validateToken(token);
        const word = revoked.length === 0 ? said : undefined;
        asked.resolve();
        await onItsWay.promise;
        return word;
      },
    });
    const late = authenticator.authenticate("late");
    await asked.promise;
    revoked.push({ issuedBefore: issuedAt, auditId: "a1" });
    now += 10_000;
    await authenticator.authenticate("alice");
    onItsWay.resolve();
    expect(await late).toBeDefined();
    expect(await authenticator.authenticate("late")).toBeUndefined();
  });
});
