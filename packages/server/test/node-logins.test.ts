import type { CredentialKind } from "@jeroboam/core";
import { createSession, listTrusts, collect } from "@jeroboam/openstack-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudBench, startCloudBench } from "./cloud-bench.ts";
import { nodeKeys } from "./node-keys.ts";

const KINDS: readonly CredentialKind[] = ["trust", "application-credential", "service-user"];

interface Login {
  readonly method: string;
  readonly id: string;
  readonly secret: string;
}

describe.each(KINDS)(
  "nodes of a cluster with a credential of kind %s",
  { timeout: 60_000 },
  (kind) => {
    let bench: CloudBench;
    let mine: string;
    let other: string;
    beforeAll(async () => {
      bench = await startCloudBench({ credentialKind: kind });
      await bench.template();
      [mine, other] = await Promise.all([bench.cluster(), bench.cluster({ name: "c2" })]);
      await Promise.all([bench.settled(mine), bench.settled(other)]);
    }, 60_000);
    afterAll(() => bench.close());

    /** What everybody on the cluster's first server can read. */
    const loginOf = (clusterUuid: string): Login => {
      const data = bench.simulator.inspection
        .servers()
        .map(({ userData }) => userData)
        .find((userData) => userData.includes(clusterUuid));
      const setting = (name: string) => new RegExp(`${name}='([^']+)'`).exec(data ?? "")?.[1] ?? "";
      return {
        method: setting("LOGIN_METHOD"),
        id: setting("LOGIN_ID"),
        secret: setting("LOGIN_SECRET"),
      };
    };
    const sessionOf = ({ method, id, secret }: Login) =>
      createSession({
        authUrl: bench.simulator.authUrl,
        region: bench.simulator.region,
        retry: { limit: 0 },
        auth:
          method === "password"
            ? { type: "password", user: { id }, password: secret }
            : { type: "applicationCredential", id, secret },
      });
    const tokenOf = async (login: Login) => (await sessionOf(login).token()).id;
    const status = async (token: string, method: string, path: string, body?: object) =>
      (await bench.call(method, path, { token, body })).status;
    const sign = (token: string, cluster: string) =>
      status(token, "POST", "/certificates", {
        cluster_uuid: cluster,
        csr: nodeKeys("10.0.0.1").csrPem,
      });

    it("get the certificates of their own cluster", async () => {
      const token = await tokenOf(loginOf(mine));
      expect(await status(token, "GET", `/certificates/${mine}`)).toBe(200);
      expect(await sign(token, mine)).toBe(201);
    });

    it("get those of no other cluster, and nothing else", async () => {
      const token = await tokenOf(loginOf(mine));
      expect([401, 403, 404]).toContain(await status(token, "GET", `/certificates/${other}`));
      expect([400, 403, 404]).toContain(await sign(token, other));
      for (const [method, path, body] of [
        ["GET", "/clusters"],
        ["GET", `/clusters/${mine}`],
        ["GET", "/clustertemplates"],
        ["GET", `/credentials/${other}`],
        ["PATCH", `/credentials/${mine}`],
        ["PATCH", `/certificates/${mine}`],
        ["POST", `/clusters/${mine}/actions/resize`, { node_count: 2 }],
        ["DELETE", `/clusters/${mine}`],
      ] as const)
        expect([401, 403], `${method} ${path}`).toContain(await status(token, method, path, body));
    });

    it("have no right in the project that they could find out", async () => {
      const session = sessionOf(loginOf(mine));
      const { user, roles } = await session.token();
      const keystone = session.service("identity");
      const trusts = listTrusts(keystone, { trusteeUserId: user.id });
      const withoutRules = kind === "trust";
      expect(withoutRules ? roles : []).toEqual([]);
      expect(withoutRules ? await collect(trusts) : []).toEqual([]);
      const project = { type: "project", id: (await bench.show(mine)).project_id } as const;
      const { id, secret } = loginOf(mine);
      const scoped = createSession({
        authUrl: bench.simulator.authUrl,
        auth: { type: "password", user: { id }, password: secret, scope: project },
      });
      await expect(scoped.token()).rejects.toMatchObject({ status: 401 });
    });

    it("learn a new login by the former one, which then is worth nothing, and the cluster goes on", async () => {
      const former = loginOf(mine);
      const token = await tokenOf(former);
      const asked = await bench.call("PATCH", `/credentials/${mine}`);
      expect(asked).toMatchObject({ status: 202, body: { uuid: mine } });
      const told = await bench.call("GET", `/credentials/${mine}`, { token });
      expect(told).toMatchObject({ status: 200, body: { method: former.method } });
      expect(await bench.settled(mine)).toMatchObject({ status: "UPDATE_COMPLETE" });
      expect(await status(await tokenOf(told.body), "GET", `/certificates/${mine}`)).toBe(200);
      await expect(sessionOf(former).token()).rejects.toThrow("Keystone");
      expect([401, 403]).toContain(await status(token, "GET", `/credentials/${mine}`));
      await bench.call("POST", `/clusters/${mine}/actions/resize`, { body: { node_count: 2 } });
      expect(await bench.settled(mine)).toMatchObject({ status: "UPDATE_COMPLETE", node_count: 2 });
    });

    it("leave nothing when their clusters go", async () => {
      await bench.removed(other);
      expect(await bench.removed(mine)).toEqual(bench.seed);
    });
  },
);
