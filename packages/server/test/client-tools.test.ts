import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createMemoryCertificateAuthority,
  DEFAULT_PROFILES,
  newClientConfig,
} from "@jeroboam/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { nodeKeys } from "./node-keys.ts";

const CLUSTER = "uuid-1";
const NAMED = { uuid: CLUSTER, name: "c1" };
const BY_DEFAULT = { authority: "cluster", profiles: DEFAULT_PROFILES } as const;
const LIMIT_MS = 60_000;

/** What the tools ask for, as Docker and Kubernetes answer it. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/\/_ping$/, "OK"],
  [/\/version$/, JSON.stringify({ Version: "99.9", ApiVersion: "1.44", MinAPIVersion: "1.24" })],
  [/\/healthz$/, "ok"],
];

/** A tool asks the cluster something; answers what it said and whether it was content. */
interface Tool {
  readonly coe: string;
  readonly scheme: string;
  readonly command: readonly [string, ...string[]];
  readonly answer: string;
}
const TOOLS: Readonly<Record<string, Tool>> = {
  docker: {
    coe: "swarm-mode",
    scheme: "tcp",
    command: ["docker", "--tlsverify", "version", "--format", "{{.Server.Version}}"],
    answer: "99.9",
  },
  kubectl: {
    coe: "kubernetes",
    scheme: "https",
    command: ["kubectl", "get", "--raw", "/healthz"],
    answer: "ok",
  },
};

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "client-tools-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A cluster's authority, an API behind TLS as its nodes have it, and its clients. */
async function clusterOf({ coe, scheme, command }: Tool) {
  const authority = createMemoryCertificateAuthority();
  await authority.createForCluster(NAMED, { authorities: ["cluster"], serviceAccountKey: false });
  let server: Server | undefined;
  const stop = async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  };
  onTestFinished(stop);
  let port = 0;
  return {
    authority,
    /** The API's node fetches the CA and a certificate, and begins anew. */
    async nodeTakesCertificates() {
      await stop();
      const { csrPem, privateKeyPem } = nodeKeys("127.0.0.1");
      const cert = await authority.sign(CLUSTER, csrPem, { ...BY_DEFAULT, by: "node" });
      const ca = await authority.caCertificatePem(CLUSTER);
      server = createServer(
        { cert, key: privateKeyPem, ca, requestCert: true, rejectUnauthorized: true },
        (request, response) => {
          const path = new URL(request.url ?? "/", "https://api").pathname;
          const [, body] = ANSWERS.find(([pattern]) => pattern.test(path)) ?? [];
          response.statusCode = body === undefined ? 404 : 200;
          response.setHeader("api-version", "1.44");
          response.end(body);
        },
      );
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      port = (server.address() as AddressInfo).port;
    },
    port: () => port,
    /** Somebody runs `cluster config`; answers what the tool says with it from then on, asked of its own cluster or at another port. */
    async client(at = port) {
      const directory = temporaryFolder();
      const { files, environment } = await newClientConfig(
        {
          name: "c1",
          status: "CREATE_COMPLETE",
          apiAddress: `${scheme}://127.0.0.1:${at}`,
          coe,
          tlsDisabled: false,
        },
        {
          caPem: () => authority.caCertificatePem(CLUSTER),
          sign: (csrPem) => authority.sign(CLUSTER, csrPem, { ...BY_DEFAULT, by: "user" }),
        },
        directory,
      );
      for (const { name, content } of files)
        writeFileSync(join(directory, name), content, { mode: 0o600 });
      const [program, ...argv] = command;
      const env = { PATH: process.env["PATH"], HOME: directory, ...environment };
      return () =>
        new Promise<{ readonly content: boolean; readonly said: string }>((resolve) => {
          execFile(program, argv, { env, timeout: LIMIT_MS }, (error, stdout, stderr) =>
            resolve({ content: error === null, said: `${stdout}${stderr}`.trim() }),
          );
        });
    },
  };
}

describe.each(Object.entries(TOOLS))("%s", { timeout: LIMIT_MS }, (_, tool) => {
  it("reaches a cluster with what cluster config wrote, until its authority was rotated", async ({
    skip,
  }) => {
    const [program] = tool.command;
    skip(spawnSync(program, ["--help"]).error !== undefined, `${program} is not installed`);
    const { authority, nodeTakesCertificates, client } = await clusterOf(tool);
    await nodeTakesCertificates();
    const before = await client();
    expect(await before()).toEqual({ content: true, said: tool.answer });

    await authority.prepareRotation(NAMED, "rotation-1");
    await nodeTakesCertificates();
    const between = await client();
    expect(await between()).toEqual({ content: true, said: tool.answer });

    await authority.completeRotation(CLUSTER, "rotation-1");
    await nodeTakesCertificates();
    const refused = await before();
    expect(refused.content).toBe(false);
    expect(refused.said).toMatch(/certificate|tls/i);
    for (const each of [between, await client()])
      expect(await each()).toEqual({ content: true, said: tool.answer });
  });

  it("is refused with another cluster's certificates", async ({ skip }) => {
    const [program] = tool.command;
    skip(spawnSync(program, ["--help"]).error !== undefined, `${program} is not installed`);
    const [mine, other] = [await clusterOf(tool), await clusterOf(tool)];
    await mine.nodeTakesCertificates();
    const stranger = await other.client(mine.port());
    expect(await stranger()).toMatchObject({ content: false });
  });
});
