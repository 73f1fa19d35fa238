import {
  createSession,
  createTrust,
  deleteTrust,
  listRevocations,
  revokeToken,
  sessionOptionsFromEnvironment,
  validateToken,
} from "@jeroboam/openstack-client";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { createKeystoneAuthenticator } from "../src/identity/keystone-authenticator.ts";

/** An API's memory of tokens before a simulated Keystone, asked for revocations with each request. */
async function bench(remembersRevocations = true) {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.close());
  const sessionOf = (user: string) =>
    createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
  const keystone = sessionOf("magnum").service("identity");
  const warned: string[] = [];
  const log = { warn: (_: unknown, text: string) => void warned.push(text) };
  const list = (since: Date) => listRevocations(keystone, { since });
  const authenticator = createKeystoneAuthenticator({
    identityUrl: simulator.authUrl,
    validateToken: (token) => validateToken(keystone, token),
    clock: { now: () => new Date() },
    ...(remembersRevocations && { revocations: { list, everyMs: 0, log } }),
  });
  return { simulator, sessionOf, authenticator, warned, keystone };
}

describe("a token that Keystone took back", () => {
  it("is worth nothing at once, and others go on", async () => {
    const { sessionOf, authenticator, warned } = await bench();
    const [mine, other] = [sessionOf("demo"), sessionOf("demo2")];
    const [{ id }, { id: another }] = [await mine.token(), await other.token()];
    expect(await authenticator.authenticate(id)).toBeDefined();
    expect(await authenticator.authenticate(another)).toBeDefined();
    expect(await revokeToken(mine.service("identity"), id)).toBe(true);
    expect(await authenticator.authenticate(id)).toBeUndefined();
    expect(await authenticator.authenticate(another)).toBeDefined();
    expect(warned).toEqual([]);
  });

  it("is believed for as long as it is remembered where nobody asks", async () => {
    const { sessionOf, authenticator } = await bench(false);
    const session = sessionOf("demo");
    const { id } = await session.token();
    await authenticator.authenticate(id);
    await revokeToken(session.service("identity"), id);
    expect(await authenticator.authenticate(id)).toBeDefined();
  });

  it("is one that came by a trust which was deleted", async () => {
    const { simulator, sessionOf, authenticator } = await bench();
    const [trustor, trustee] = [sessionOf("demo"), sessionOf("demo2")];
    const [giver, taker] = [await trustor.token(), await trustee.token()];
    const trust = await createTrust(trustor.service("identity"), {
      trustorUserId: giver.user.id,
      trusteeUserId: taker.user.id,
      projectId: giver.project?.id ?? "",
      impersonation: true,
      roles: giver.roles.map(({ id }) => ({ id })),
    });
    const { id } = await createSession({
      authUrl: simulator.authUrl,
      auth: {
        type: "password",
        user: { id: taker.user.id },
        password: simulator.environment("demo2")["OS_PASSWORD"] ?? "",
        scope: { type: "trust", trustId: trust.id },
      },
    }).token();
    expect(await authenticator.authenticate(id)).toMatchObject({ userId: giver.user.id });
    await deleteTrust(trustor.service("identity"), trust.id);
    expect(await authenticator.authenticate(id)).toBeUndefined();
  });

  it("is not told to everybody", async () => {
    const { sessionOf } = await bench();
    await expect(listRevocations(sessionOf("demo").service("identity"))).rejects.toMatchObject({
      status: 403,
    });
  });
});
