import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";
import { authUrl, runLabScript, whyNoLab } from "../support/lab.ts";
import { madeFor } from "../support/made-for.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";
import { logIn } from "../support/token.ts";

const user = "demo2";
const KINDS = ["trust", "application-credential", "service-user"] as const;
const FLOW = new URL("../support/node-flow.sh", import.meta.url).pathname;
const run = promisify(execFile);
const reason = await whyNoLab();
if (reason) console.log(`skipped: credentials of clusters on a real Keystone: ${reason}`);

interface Login {
  readonly method: string;
  readonly id: string;
  readonly secret: string;
}
/** What is read of answers; which of it is there depends on what was asked. */
interface Shown extends Login {
  readonly uuid: string;
  readonly status: string;
  readonly status_reason: string | null;
  readonly cluster_id: string | null;
}

describe.skipIf(reason).each(KINDS)("a cluster with a credential of kind %s", (kind) => {
  const folders: string[] = [];
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.stop();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it("lives, has nodes that get certificates and nothing else, changes it, and leaves nothing", async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}/v1`;
    server = await startServerProcess({
      port,
      publicUrl,
      env: { JEROBOAM_CLUSTER_CREDENTIALS: kind },
    });
    const demo = await logIn(user);
    const ask = async (method: string, path: string, body?: object, by = demo.id) => {
      const answer = await fetch(`${publicUrl}${path}`, {
        method,
        headers: {
          "X-Auth-Token": by,
          "Content-Type": "application/json",
          "OpenStack-API-Version": "container-infra latest",
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Shown, text };
    };
    const name = `b-${kind}-${randomUUID().slice(0, 8)}`;
    const template = await ask("POST", "/clustertemplates", {
      name,
      coe: "swarm-mode",
      image_id: "ubuntu-22.04",
      external_network_id: "public",
      flavor_id: "m1.small",
      master_flavor_id: "m1.small",
      keypair_id: "testkey",
    });
    const make = async () => {
      const made = await ask("POST", "/clusters", {
        name: `${name}-${randomUUID().slice(0, 4)}`,
        cluster_template_id: template.body.uuid,
        node_count: 1,
      });
      expect(made.text).toContain("uuid");
      return made.body.uuid;
    };
    const settled = async (uuid: string): Promise<Shown | undefined> => {
      for (;;) {
        const { status, body } = await ask("GET", `/clusters/${uuid}`);
        if (status === 404) return undefined;
        if (!body.status.endsWith("IN_PROGRESS")) return body;
        if (body.cluster_id)
          await runLabScript("signal-stack", [
            "--user",
            user,
            "--once",
            "--quiet",
            body.cluster_id,
          ]);
        await pause(2000);
      }
    };
    /** Does what a node does; answers its token. */
    const asNode = async (uuid: string, { method, id, secret }: Login) => {
      const folder = mkdtempSync(join(tmpdir(), "node-"));
      folders.push(folder);
      const { stdout } = await run("sh", [FLOW], {
        cwd: folder,
        env: {
          PATH: process.env["PATH"],
          AUTH_URL: authUrl,
          MAGNUM_URL: publicUrl,
          CLUSTER_UUID: uuid,
          LOGIN_METHOD: method,
          LOGIN_ID: id,
          LOGIN_SECRET: secret,
        },
      });
      expect(stdout).toBe("cert.pem: OK\n");
      return readFileSync(join(folder, "token"), "utf8").trim();
    };

    const uuid = await make();
    // As a node does while it boots.
    const login = await loginOnNode(uuid);
    expect(login.method).toBe(kind === "trust" ? "password" : "application_credential");
    const node = await asNode(uuid, login);

    // Nothing but its own cluster's certificates, here and elsewhere.
    const bare = async (path: string) => (await ask("GET", path, undefined, node)).status;
    for (const path of ["/clusters", "/clustertemplates", `/clusters/${uuid}`, "/quotas"])
      expect([path, await bare(path)]).toEqual([path, expect.toSatisfy((one) => one >= 400)]);
    for (const url of await elsewhere()) {
      const answer = await fetch(url, { headers: { "X-Auth-Token": node } });
      const shown = answer.ok ? Object.values((await answer.json()) as object)[0] : [];
      expect([url, shown]).toEqual([url, []]);
    }

    expect(await settled(uuid)).toMatchObject({ status: "CREATE_COMPLETE" });
    const before = await madeFor(uuid, user);
    expect((await ask("PATCH", `/credentials/${uuid}`)).text).toContain(uuid);
    const next = await ask("GET", `/credentials/${uuid}`, undefined, node);
    expect(next.status).toBe(200);
    expect(next.body.id).not.toBe(login.id);
    await asNode(uuid, login);
    expect(await settled(uuid)).toMatchObject({ status: "UPDATE_COMPLETE" });
    await asNode(uuid, next.body);
    await expect(asNode(uuid, login)).rejects.toThrow("curl");
    expect((await ask("POST", `/clusters/${uuid}/actions/resize`, { node_count: 2 })).status).toBe(
      202,
    );
    expect(await settled(uuid)).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect(await madeFor(uuid, user)).toHaveLength(before.length);
    expect((await ask("GET", `/clusters/${uuid}`, undefined, node)).status).toBe(401);

    expect((await ask("DELETE", `/clusters/${uuid}`)).status).toBe(204);
    expect(await settled(uuid)).toBeUndefined();
    expect(await madeFor(uuid, user)).toEqual([]);
    expect((await ask("DELETE", `/clustertemplates/${template.body.uuid}`)).status).toBe(204);
    for (const secret of [login.secret, next.body.secret, "labpass"])
      expect(server.output()).not.toContain(secret);
  });
});

/** The login that the cloud put on the cluster's first server, as everybody on it can read it. */
async function loginOnNode(clusterUuid: string): Promise<Login> {
  const admin = await logIn("admin");
  const nova = admin.catalog
    .find(({ type }) => type === "compute")
    ?.endpoints.find((one) => one.interface === "internal")?.url;
  const get = async (path: string) => {
    const answer = await fetch(`${nova}${path}`, {
      headers: { "X-Auth-Token": admin.id, "OpenStack-API-Version": "compute 2.79" },
    });
    if (!answer.ok) throw new Error(`Nova answers ${answer.status} to ${path}`);
    return answer.json() as Promise<{ servers: readonly Record<string, string>[] }>;
  };
  for (;;) {
    const { servers } = await get("/servers/detail?all_tenants=1");
    const userData = servers
      .map((server) => Buffer.from(server["OS-EXT-SRV-ATTR:user_data"] ?? "", "base64").toString())
      .find((text) => text.includes(clusterUuid));
    const setting = (name: string) =>
      new RegExp(`${name}='([^']*)'`).exec(userData ?? "")?.[1] ?? "";
    if (userData !== undefined)
      return {
        method: setting("LOGIN_METHOD"),
        id: setting("LOGIN_ID"),
        secret: setting("LOGIN_SECRET"),
      };
    await pause(2000);
  }
}

/** What a thief of the token would try first. */
async function elsewhere(): Promise<readonly string[]> {
  const { catalog } = await logIn(user);
  const at = (type: string, path: string) => {
    const endpoints = catalog.find((one) => one.type === type)?.endpoints ?? [];
    const url = endpoints.find((one) => one.interface === "internal")?.url;
    return url === undefined ? [] : [`${url.replace(/\/$/, "")}${path}`];
  };
  return [
    ...at("compute", "/servers"),
    ...at("orchestration", "/stacks"),
    ...at("network", "/v2.0/ports"),
    ...at("key-manager", "/v1/secrets"),
  ];
}
