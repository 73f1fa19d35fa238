import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { createServer, request as httpsRequest, type ServerOptions } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";
import { canSign, selfSigned } from "@jeroboam/test-engines";

const LIMIT_MS = PATIENCE_MS + 5000;
if (!canSign) console.log("skipped: no openssl here makes certificates");

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

function file(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const environment = (folder: string) => ({
  ...simulator.environment("magnum"),
  JEROBOAM_STATE_DIRECTORY: folder,
  JEROBOAM_PORT: "0",
});

async function get(url: string, ca: string | undefined): Promise<string> {
  const asked = httpsRequest(url, { ca }).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return await text(answer);
}

/** The simulated Keystone behind TLS; answers its address. */
async function keystoneBehindTls(certificate: ServerOptions): Promise<string> {
  const { pathname, origin } = new URL(simulator.authUrl);
  const server = createServer(certificate, (request, response) => {
    const { method, headers } = request;
    const passed = httpRequest(`${origin}${request.url ?? ""}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return `https://127.0.0.1:${typeof address === "object" ? address?.port : ""}${pathname}`;
}

describe.skipIf(!canSign)("TLS", () => {
  it(
    "is spoken by the API with the certificate of magnum.conf, and its links say so",
    async () => {
      const folder = temporaryFolder();
      const { certFile, keyFile, cert } = selfSigned(folder);
      const conf = file(
        folder,
        "magnum.conf",
        `[api]\nenabled_ssl = True\nssl_cert_file = ${certFile}\nssl_key_file = ${keyFile}\n`,
      );
      const { child, ended, said } = jeroboam(["--config-file", conf], environment(folder));
      const { address, containerInfra } = await said("listening");
      expect(address).toMatch(/^https:/);
      expect(containerInfra).toMatch(/^https:/);
      expect(await get(`${String(address)}/v1`, cert)).toContain(`"${String(address)}/v1/`);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
    },
    LIMIT_MS,
  );

  it.each([
    [
      "no certificate",
      () => ({ JEROBOAM_SSL_CERT_FILE: "" }),
      "--enabled-ssl needs --ssl-cert-file",
    ],
    [
      "a key that is not there",
      () => ({ JEROBOAM_SSL_KEY_FILE: "/nowhere.key" }),
      "/nowhere.key of --ssl-key-file cannot be read: ENOENT",
    ],
    [
      "the key of another certificate",
      (folder: string) => ({ JEROBOAM_SSL_KEY_FILE: selfSigned(folder, "other").keyFile }),
      "other.key: ",
    ],
    [
      "a certificate that is none",
      (folder: string) => ({ JEROBOAM_SSL_CERT_FILE: file(folder, "a.crt", "nothing") }),
      "a.crt and the key",
    ],
    [
      "authorities that are none",
      (folder: string) => ({ JEROBOAM_CLOUD_CA_FILES: file(folder, "ca.pem", "nothing") }),
      "ca.pem cannot be used: it holds no certificate in PEM",
    ],
    [
      "a client certificate that is not there",
      () => ({ JEROBOAM_SERVICE_CERT_FILES: "compute=/nowhere.pem" }),
      "The certificate in /nowhere.pem cannot be read: ENOENT",
    ],
  ])(
    "with %s is refused in one line, at the start and by the check",
    async (_, told, reason) => {
      const folder = temporaryFolder();
      const { certFile, keyFile } = selfSigned(folder);
      const environmentOf = {
        ...environment(folder),
        JEROBOAM_ENABLED_SSL: "true",
        JEROBOAM_SSL_CERT_FILE: certFile,
        JEROBOAM_SSL_KEY_FILE: keyFile,
        ...told(folder),
      };
      const service = jeroboam([], environmentOf);
      expect(await service.ended).toBe(1);
      expect(service.complaints()).toEqual([expect.stringContaining(reason)]);
      const check = jeroboam(["config", "check"], environmentOf);
      expect(await check.ended).toBe(1);
      expect(check.printed()).toContain(reason);
    },
    LIMIT_MS,
  );

  it(
    "of the cloud is checked with the authorities that are named",
    async () => {
      const folder = temporaryFolder();
      const { certFile, cert, key } = selfSigned(folder);
      const OS_AUTH_URL = await keystoneBehindTls({ cert, key });
      const found = async (more: Readonly<Record<string, string>>) => {
        const told = { ...environment(folder), OS_AUTH_URL, ...more };
        const { ended, printed } = jeroboam(["status", "--json"], told);
        await ended;
        const { checks } = JSON.parse(printed()) as { checks: { name: string; detail: string }[] };
        return checks.find(({ name }) => name === "identity")?.detail;
      };
      expect(await found({})).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
      expect(await found({ OS_CACERT: certFile })).toContain(`logged in at ${OS_AUTH_URL}`);
      const conf = file(folder, "magnum.conf", `[keystone_authtoken]\ncafile = ${certFile}\n`);
      expect(await found({ JEROBOAM_CONFIG_FILE: conf })).toContain("logged in at");
    },
    LIMIT_MS,
  );

  it(
    "with Keystone shows the certificate of magnum.conf, and is unverified where that says so",
    async () => {
      const folder = temporaryFolder();
      const { cert, key } = selfSigned(folder);
      const own = selfSigned(folder, "magnum");
      const auth_url = await keystoneBehindTls({ cert, key, ca: own.cert, requestCert: true });
      const { OS_AUTH_URL: _, ...login } = simulator.environment("magnum");
      const group = Object.entries({ ...login, OS_AUTH_URL: auth_url }).map(
        ([name, value]) => `${name.slice(3).toLowerCase()} = ${value}`,
      );
      const found = async (...lines: readonly string[]) => {
        const configuration = ["[keystone_authtoken]", ...group, ...lines].join("\n");
        const { ended, printed } = jeroboam(["status", "--json"], {
          JEROBOAM_STATE_DIRECTORY: folder,
          JEROBOAM_CONFIG_FILE: file(folder, "magnum.conf", configuration),
        });
        await ended;
        const { checks } = JSON.parse(printed()) as { checks: { name: string; detail: string }[] };
        return checks.find(({ name }) => name === "identity")?.detail;
      };
      const shown = [`certfile = ${own.certFile}`, `keyfile = ${own.keyFile}`];
      expect(await found(...shown)).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
      expect(await found("insecure = true")).toContain("Cannot reach identity");
      expect(await found(...shown, "insecure = true")).toContain(`logged in at ${auth_url}`);
    },
    LIMIT_MS,
  );
});
