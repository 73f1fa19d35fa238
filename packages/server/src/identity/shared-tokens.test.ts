import { isMissing, startMemcached } from "@jeroboam/test-engines";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { FakeKeystone } from "../../test/fake-keystone.ts";
import { until } from "../../test/until.ts";
import { createKeystoneAuthenticator } from "./keystone-authenticator.ts";
import { openMemcached } from "./memcached.ts";
import { createSharedTokens, type SharedMemory, type SharedTokens } from "./shared-tokens.ts";
import type { TokenRevocation } from "./token-facts.ts";

/** What everybody on its network may read and change. */
function openMemory() {
  const values = new Map<string, Buffer>();
  const memory: SharedMemory = {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    close: () => undefined,
  };
  return { values, memory };
}

function sharing(memory: SharedMemory, secret = "a secret of the service") {
  const warned: string[] = [];
  const log = { warn: (_: unknown, text: string) => void warned.push(text) };
  return {
    shared: createSharedTokens({ memory, secret, log, clock: { now: () => new Date() } }),
    warned,
  };
}

/** One of several processes before the same Keystone. */
function process(
  keystone: FakeKeystone,
  shared: SharedTokens,
  revocations: readonly TokenRevocation[] = [],
) {
  return createKeystoneAuthenticator({
    identityUrl: "http://identity/v3",
    validateToken: keystone.validateToken,
    clock: { now: () => new Date() },
    revocations: { list: async () => revocations, everyMs: 0, log: { warn: () => undefined } },
    shared,
  });
}

describe("what processes remember of tokens together", () => {
  it("spares all but one of them the question", async () => {
    const keystone = new FakeKeystone();
    const { memory } = openMemory();
    const [first, second] = [sharing(memory), sharing(memory)];
    const identity = await process(keystone, first.shared).authenticate("alice");
    expect(identity).toMatchObject({ userId: "alice" });
    expect(await process(keystone, second.shared).authenticate("alice")).toEqual(identity);
    expect(keystone.asked).toBe(1);
  });

  it("is not believed of a token that Keystone took back since", async () => {
    const keystone = new FakeKeystone();
    const { memory } = openMemory();
    const { shared } = sharing(memory);
    const alice = await keystone.validateToken("alice");
    if (!alice) throw new Error("the fake Keystone knows no alice");
    keystone.tokens.set("known", { ...alice, issuedAt: new Date(), auditIds: ["a1"] });
    await process(keystone, shared).authenticate("known");
    keystone.tokens.delete("known");
    const revoked = [{ issuedBefore: new Date(), auditId: "a1" }];
    expect(await process(keystone, shared, revoked).authenticate("known")).toBeUndefined();
    expect(await process(keystone, shared).authenticate("known")).toBeDefined();
  });

  it("is kept no longer than it is believed", () => {
    const kept: number[] = [];
    const { memory } = openMemory();
    const shared = createSharedTokens({
      memory: { ...memory, set: async (_, __, seconds) => void kept.push(seconds) },
      secret: "a secret of the service",
      log: { warn: () => undefined },
      clock: { now: () => new Date(60_000) },
    });
    const identity = {
      userId: "alice",
      userDomainId: null,
      projectId: null,
      projectDomainId: null,
      systemScope: null,
      roles: [],
      isAdminProject: true,
      trusteeDomainId: null,
      trusteeOfCluster: null,
      accessRules: null,
    };
    const facts = { userIds: [], projectId: null, trustId: null, auditIds: [], issuedMs: null };
    const known = { identity, facts };
    shared.remember("soon over", { ...known, untilMs: 62_500 });
    shared.remember("over", { ...known, untilMs: 60_000 });
    expect(kept).toEqual([3]);
  });

  it("tells whoever reads it neither tokens nor users", async () => {
    const keystone = new FakeKeystone();
    const { memory, values } = openMemory();
    await process(keystone, sharing(memory).shared).authenticate("alice");
    const written = [...values].map(([key, value]) => key + value.toString("latin1")).join();
    expect(values.size).toBe(1);
    expect(written).not.toMatch(/alice|wonderland|member/);
  });

  it("is worth nothing when somebody else wrote it, or moved it to another token", async () => {
    const keystone = new FakeKeystone();
    const { memory, values } = openMemory();
    const { shared, warned } = sharing(memory);
    await process(keystone, sharing(memory, "another secret").shared).authenticate("mallory");
    await process(keystone, shared).authenticate("admin");
    const [forged, ofAdmin] = [...values.keys()];
    expect(await process(keystone, shared).authenticate("mallory")).toMatchObject({
      userId: "mallory",
    });
    values.set(forged ?? "", values.get(ofAdmin ?? "") ?? Buffer.alloc(0));
    expect(await process(keystone, shared).authenticate("mallory")).toMatchObject({
      userId: "mallory",
    });
    for (const rubbish of ["", "short", "x".repeat(500)]) {
      values.set(forged ?? "", Buffer.from(rubbish));
      expect(await process(keystone, shared).authenticate("mallory")).toMatchObject({
        roles: ["member", "reader"],
      });
    }
    expect(warned).toEqual(expect.arrayContaining(["memcached cannot be used"]));
  });
});

const engine = await startMemcached();
if (isMissing(engine)) console.warn(`memcached is not tested: ${engine.missing}`);

describe.skipIf(isMissing(engine))("a memcached", () => {
  afterAll(async () => {
    if (!isMissing(engine)) await engine.stop();
  });

  function memcached() {
    if (isMissing(engine)) throw new Error(engine.missing);
    const memory = openMemcached([engine.url]);
    onTestFinished(() => memory.close());
    return { engine, memory };
  }

  it("keeps bytes for other processes, and knows nothing of what nobody wrote", async () => {
    const { memory } = memcached();
    const { memory: another } = memcached();
    const value = Buffer.from([0, 255, 10, 13, 128]);
    await memory.set("jeroboam/token/k+/=", value, 60);
    expect(await another.get("jeroboam/token/k+/=")).toEqual(value);
    expect(await another.get("jeroboam/token/none")).toBeUndefined();
  });

  it("that is away costs a question, and is used again when it is back", async () => {
    const { engine: server, memory } = memcached();
    const keystone = new FakeKeystone();
    const { shared, warned } = sharing(memory);
    await server.kill();
    expect(await process(keystone, shared).authenticate("alice")).toMatchObject({
      userId: "alice",
    });
    await until("the complaint", async () => warned.length > 0);
    await server.start();
    const { memory: fresh } = memcached();
    const again = sharing(fresh).shared;
    await process(keystone, again).authenticate("alice");
    await until("it is remembered", async () => {
      const { asked } = keystone;
      await process(keystone, again).authenticate("alice");
      return keystone.asked === asked;
    });
  });
});
