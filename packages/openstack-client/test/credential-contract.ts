import { randomUUID } from "node:crypto";
import {
  type ClusterCredential,
  type CredentialHolder,
  type CredentialStrategy,
  nodeLogin,
  type Requester,
} from "@jeroboam/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStackCloud } from "../src/cloud/openstack-cloud.ts";
import {
  type ApplicationCredentialRequest,
  createApplicationCredential,
  createSession,
  deleteApplicationCredential,
  type Session,
  type SessionOptions,
  validateToken,
} from "../src/index.ts";

/** A cloud in which credentials are made and counted. */
export interface CredentialBench {
  readonly connection: Omit<SessionOptions, "auth">;
  sessionOf(user: "demo" | "magnum"): Session;
  strategies(): readonly CredentialStrategy[];
  /** Everything of which the name, or the name of the user it belongs to, begins so. */
  madeFor(clusterUuid: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What every way to give clusters credentials of their own keeps to. */
export function credentialContract(
  kind: ClusterCredential["kind"],
  open: () => Promise<CredentialBench>,
) {
  describe(`credentials of kind ${kind}`, () => {
    let bench: CredentialBench;
    let strategy: CredentialStrategy;
    let requester: Requester;
    let holder: CredentialHolder;
    let acquire: (...kept: readonly ClusterCredential[]) => Promise<ClusterCredential>;

    beforeAll(async () => {
      bench = await open();
      const found = bench.strategies().find((one) => one.kind === kind);
      if (!found) throw new Error(`the bench has no ${kind}`);
      strategy = found;
    });
    afterAll(() => bench.close());
    beforeEach(async () => {
      requester = await openStackCloud({ session: bench.sessionOf("demo") }).self();
      const { projectId, userId } = requester;
      holder = { uuid: randomUUID(), projectId, requesterIds: [userId] };
      acquire = (...kept) => strategy.acquire(requester, holder.uuid, kept);
    });

    const made = () => bench.madeFor(holder.uuid);
    const { signal } = new AbortController();
    /** Looks into Heat with the cluster's own right. */
    const look = async (credential: ClusterCredential) => {
      const cloud = openStackCloud({
        session: bench.sessionOf("magnum"),
        connection: bench.connection,
        credentials: [strategy],
      });
      const { services } = await cloud.connectFor(requester.projectId, credential);
      return services.orchestration.listStacks({ ids: [holder.uuid], allProjects: false }, signal);
    };
    const nodeSession = (credential: ClusterCredential) => {
      const { method, id, secret } = nodeLogin(credential);
      const auth =
        method === "password"
          ? ({ type: "password", user: { id }, password: secret } as const)
          : ({ type: "applicationCredential", id, secret } as const);
      return createSession({ ...bench.connection, auth });
    };

    it("let the cluster's infrastructure be made, and leave nothing behind", async () => {
      const credential = await acquire();
      expect(credential.kind).toBe(kind);
      expect(await look(credential)).toEqual([]);
      for (let count = 0; count < 2; count++) await strategy.release(holder, credential);
      expect(await made()).toEqual([]);
      await expect(look(credential)).rejects.toMatchObject({
        code: "OPENSTACK_CREDENTIAL_REFUSED",
      });
    });

    it("give nodes a login that serves for certificates alone", async () => {
      const credential = await acquire();
      const { id } = await nodeSession(credential).token();
      const keystone = bench.sessionOf("magnum").service("identity");
      const token = await validateToken(keystone, id, { catalog: false });
      // Either there is no project that anything could be done in, or this API sees to the rules.
      expect(token?.project === undefined || token.applicationCredential?.accessRules).toBeTruthy();
      await strategy.release(holder, credential);
    });

    it("are found again when they were lost before they got on record", async () => {
      await acquire();
      const kept = await acquire();
      const alone = await made();
      await strategy.release(holder, kept);
      expect(await made()).toEqual([]);
      await acquire();
      expect((await made()).length).toBe(alone.length);
      await strategy.release(holder, undefined);
      expect(await made()).toEqual([]);
    });

    it("stand beside one another while nodes change over", async () => {
      const former = await acquire();
      const alone = (await made()).length;
      await acquire(former);
      const next = await acquire(former);
      expect((await made()).length).toBe(2 * alone);
      await nodeSession(former).token();
      await strategy.release(holder, former);
      await nodeSession(next).token();
      expect(await look(next)).toEqual([]);
      await strategy.release(holder, next);
      expect(await made()).toEqual([]);
    });

    it("are renewed as far as nodes go, and infrastructure keeps what it was made with", async () => {
      const former = await acquire();
      const alone = (await made()).length;
      const renew = () => strategy.acquire(requester, holder.uuid, [former], { renewed: former });
      await renew();
      const next = await renew();
      expect((await made()).length).toBe(alone + 1);
      for (const credential of [former, next]) await nodeSession(credential).token();
      await strategy.release(holder, former, [next]);
      await expect(nodeSession(former).token()).rejects.toMatchObject({
        status: expect.any(Number),
      });
      await nodeSession(next).token();
      expect(await look(next)).toEqual([]);
      expect((await made()).length).toBe(alone);
      await strategy.release(holder, next);
      expect(await made()).toEqual([]);
    });

    it("make nothing more once nobody waits for it", async () => {
      const asked = strategy.acquire(requester, holder.uuid, [], { signal: AbortSignal.abort() });
      await expect(asked).rejects.toMatchObject({ name: "AbortError" });
      expect(await made()).toEqual([]);
    });

    it.each([{ unrestricted: false }, { unrestricted: true }])(
      "say why, when the request came by an application credential, %j",
      async ({ unrestricted }) => {
        const came = await byApplicationCredential({ name: `${holder.uuid}-tool`, unrestricted });
        const outcome = await strategy
          .acquire(came.requester, holder.uuid, [])
          .then((credential) => strategy.release(holder, credential), String);
        // Roles are given by the service, whatever the request came by.
        expect(outcome ?? "made").toMatch(kind === "service-user" ? "made" : REFUSED);
        await came.end();
        expect(await made()).toEqual([]);
      },
    );

    it("say why, when the request brought no token", async () => {
      const { token: _, ...nobody } = requester;
      await expect(strategy.acquire(nobody, holder.uuid, [])).rejects.toThrow("no token");
      expect(await made()).toEqual([]);
    });

    async function byApplicationCredential(request: ApplicationCredentialRequest) {
      const keystone = bench.sessionOf("demo").service("identity");
      const { userId } = requester;
      const { id, secret } = await createApplicationCredential(keystone, userId, request);
      const auth = { type: "applicationCredential", id, secret } as const;
      const session = createSession({ ...bench.connection, auth });
      return {
        requester: await openStackCloud({ session }).self(),
        end: () => deleteApplicationCredential(keystone, userId, id),
      };
    }
  });
}

const REFUSED = /application credential.*(Delegated|not allowed).*service-user/s;
