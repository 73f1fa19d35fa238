import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCloud, passwordAuth, type TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud.simulator.close());

const tokens = "/identity/v3/auth/tokens";
const signIn = (auth: object) => cloud.request("POST", tokens, {}, { auth });

describe("tokens", () => {
  it("name user, project, roles and a catalog whose addresses answer", async () => {
    const reply = await signIn(passwordAuth(cloud.simulator, "demo"));
    expect(reply.body).toMatchObject({
      token: {
        user: { name: "demo", domain: { name: "Default" } },
        project: { name: "demo" },
        roles: expect.arrayContaining([expect.objectContaining({ name: "member" })]),
        catalog: expect.arrayContaining([
          expect.objectContaining({ type: "orchestration" }),
          expect.objectContaining({ type: "compute" }),
        ]),
      },
    });
  });

  it("are refused for a wrong password, and say where to sign in", async () => {
    const auth = passwordAuth(cloud.simulator, "demo");
    auth.identity.password.user.password = "wrong";
    const reply = await signIn(auth);
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: { code: 401, title: "Unauthorized" } });
    expect(reply.headers.get("www-authenticate")).toContain("/identity");
  });

  it("are validated for a service, by GET and HEAD, until revoked", async () => {
    const service = await cloud.client("magnum");
    const demo = await cloud.client();
    const headers = { "x-auth-token": service.token, "x-subject-token": demo.token };
    expect((await cloud.request("GET", tokens, headers)).body).toMatchObject({
      token: { user: { name: "demo" } },
    });
    expect((await cloud.request("HEAD", tokens, headers)).status).toBe(200);
    expect((await cloud.request("DELETE", tokens, headers)).status).toBe(204);
    expect((await cloud.request("GET", tokens, headers)).status).toBe(404);
    expect((await demo.call("GET", "/compute/v2.1/servers")).status).toBe(401);
  });

  it("expire", async () => {
    const demo = await cloud.client();
    cloud.simulator.clock.advance(3601 * 1000);
    expect((await demo.call("GET", "/network/v2.0/networks")).status).toBe(401);
  });

  it("are given for an application credential", async () => {
    const demo = await cloud.client();
    const me = (await demo.call("GET", "/identity/v3/auth/tokens")).status;
    expect(me).toBe(404);
    const [user] = cloud.simulator.inspection.users().filter((one) => one.name === "demo");
    const made = await demo.call("POST", `/identity/v3/users/${user?.id}/application_credentials`, {
      application_credential: { name: "ci" },
    });
    expect(made.status).toBe(201);
    const {
      application_credential: given,
    }: { application_credential: { id: string; secret: string } } = made.body as never;
    const reply = await signIn({
      identity: {
        methods: ["application_credential"],
        application_credential: { id: given.id, secret: given.secret },
      },
    });
    expect(reply.body).toMatchObject({ token: { project: { name: "demo" } } });
  });
});

describe("a cluster's trustee", () => {
  it("is made by the domain's administrator and acts for the trustor by its trust", async () => {
    const admin = await cloud.client("magnum_domain_admin");
    const made = await admin.call("POST", "/identity/v3/users", {
      user: { name: "trustee", password: "secret", domain_id: cloud.simulator.trusteeDomainId },
    });
    const { user: trustee }: { user: { id: string } } = made.body as never;
    const demo = await cloud.client();
    const [demoUser] = cloud.simulator.inspection.users().filter((one) => one.name === "demo");
    const trusted = await demo.call("POST", "/identity/v3/OS-TRUST/trusts", {
      trust: {
        trustor_user_id: demoUser?.id,
        trustee_user_id: trustee.id,
        project_id: demo.projectId,
        impersonation: true,
        roles: [{ name: "member" }],
      },
    });
    expect(trusted.status).toBe(201);
    const { trust }: { trust: { id: string } } = trusted.body as never;
    const scoped = await signIn({
      identity: {
        methods: ["password"],
        password: { user: { id: trustee.id, password: "secret" } },
      },
      scope: { "OS-TRUST:trust": { id: trust.id } },
    });
    expect(scoped.body).toMatchObject({
      token: {
        user: { name: "demo" },
        project: { id: demo.projectId },
        "OS-TRUST:trust": { id: trust.id, impersonation: true },
      },
    });
    const headers = { "x-auth-token": scoped.headers.get("x-subject-token") ?? "" };
    expect((await cloud.request("GET", "/compute/v2.1/servers", headers)).status).toBe(200);
    const removed = await cloud.request(
      "DELETE",
      `/identity/v3/OS-TRUST/trusts/${trust.id}`,
      headers,
    );
    expect(removed.status).toBe(204);
    expect((await cloud.request("GET", "/compute/v2.1/servers", headers)).status).toBe(401);
    expect((await admin.call("DELETE", `/identity/v3/users/${trustee.id}`)).status).toBe(204);
    expect(cloud.simulator.inspection.counts().trusts).toBe(0);
  });

  it("cannot be made by an ordinary user", async () => {
    const demo = await cloud.client();
    const reply = await demo.call("POST", "/identity/v3/users", { user: { name: "x" } });
    expect(reply.status).toBe(403);
  });
});
