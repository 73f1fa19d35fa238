import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator } from "@jeroboam/openstack-simulator";
import {
  createSecretBox,
  loadSecretKeys,
  openSqlStore,
  parseDatabaseUrl,
} from "@jeroboam/sql-store";
import { expect, it, onTestFinished } from "vitest";
import { apiClient } from "./api-client.ts";
import { certificateRequest } from "./certificate-requests.ts";
import { freePort } from "./free-port.ts";
import { jeroboam, temporaryFolder } from "./jeroboam-command.ts";
import { userToken } from "./keystone-over-http.ts";

const CLOCK = { mode: "scaled", factor: 400 } as const;
const READ = ["", "/events", "/operations", "/nodegroups"];

/** Every text and number that an object holds, however deep. */
function valuesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(valuesIn);
}

// A life with everything that secrets are for, told as chattily as the process can.
it("no key, password or token is in a log, an answer, an event, a figure or the database", async () => {
  const simulator = await startSimulator({ clock: CLOCK });
  onTestFinished(() => simulator.close());
  const folder = temporaryFolder();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    ...simulator.environment("magnum"),
    JEROBOAM_STATE_DIRECTORY: folder,
    JEROBOAM_PORT: String(port),
    JEROBOAM_PUBLIC_URL: `${origin}/v1`,
    JEROBOAM_HEALTH_PORT: "0",
    JEROBOAM_LOG_LEVEL: "debug",
    JEROBOAM_TRUSTEE_DOMAIN: simulator.trusteeDomainId,
    JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: simulator.environment("magnum")["OS_PASSWORD"] ?? "",
    JEROBOAM_OBSERVE_FIRST_MS: "30",
  };
  const { call, template, cluster, settled } = apiClient(origin, simulator);
  const server = jeroboam(["all"], environment);
  const { address } = await server.said("health and metrics are told");
  await server.said("listening");
  const said: unknown[] = [];
  const ask = async (...given: Parameters<typeof call>) => {
    const answer = await call(...given);
    said.push(answer.body);
    return answer;
  };

  await template();
  const uuid = await cluster("c1");
  await settled(uuid);
  const csr = certificateRequest();
  expect((await ask("POST", "/certificates", { body: { cluster_uuid: uuid, csr } })).status).toBe(
    201,
  );
  // What goes wrong is told with reasons.
  await ask("POST", "/certificates", { body: { cluster_uuid: uuid, csr: "no request" } });
  await ask("POST", "/clusters", {
    body: { name: "c2", cluster_template_id: "swarm", keypair: "no" },
  });
  await ask("GET", `/certificates/${uuid}`, { as: "demo2" });
  for (const path of [`/certificates/${uuid}?phase=prepare`, `/credentials/${uuid}`]) {
    await ask("PATCH", path);
    await settled(uuid);
  }
  for (const path of READ) await ask("GET", `/clusters/${uuid}${path}`);
  for (const path of ["/clusters/detail", `/certificates/${uuid}`, "/mservices", "/drivers"])
    await ask("GET", path);
  const metrics = await (await fetch(`${String(address)}/metrics`)).text();
  const tokens = await Promise.all(
    ["demo", "demo2"].map((user) => userToken(simulator.credentials(user))),
  );
  server.child.kill("SIGTERM");
  await server.ended;

  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.includes(".sqlite"),
  );
  const surfaces = {
    log: JSON.stringify(server.logged()) + server.complaints().join("\n"),
    printed: server.printed(),
    answers: JSON.stringify(said),
    metrics,
    database: files.map((file) => readFileSync(join(folder, file), "latin1")).join(""),
  };

  const store = await openSqlStore({
    location: parseDatabaseUrl(`sqlite:///${join(folder, "jeroboam.sqlite")}`),
    secretBox: createSecretBox(await loadSecretKeys(join(folder, "secret.key"))),
  });
  const authorities = await store.authorities.ofCluster(uuid);
  const certificates = authorities.flatMap((one) => [one, one.rotation?.former ?? one]);
  const pairs = await Promise.all(certificates.map((one) => store.keyPairs.find(one.uuid, uuid)));
  const credential = await store.credentials.find(uuid);
  await store.close();
  const keyLines = pairs.flatMap((pair) => pair?.privateKeyPem.split("\n").slice(1, -2) ?? []);
  const { trusteePassword } = { trusteePassword: "", ...credential };
  expect(keyLines.length).toBeGreaterThan(40);
  expect(trusteePassword).not.toBe("");
  const secrets = [
    ...keyLines,
    trusteePassword,
    ...tokens,
    readFileSync(join(folder, "secret.key"), "utf8").trim(),
  ];
  // What is no secret is found, so that it is known that what is one would be.
  const [certificateLine = ""] = authorities[0]?.certificatePem.split("\n").slice(3, 4) ?? [];
  expect(surfaces.database).toContain(certificateLine);
  expect(surfaces.answers).toContain(certificateLine);
  expect(surfaces.log).toContain(uuid);
  for (const [surface, text] of Object.entries(surfaces)) {
    const found = secrets.filter((secret) => text.includes(secret)).length;
    expect(`${surface}: ${found}`).toBe(`${surface}: 0`);
  }
  expect(valuesIn(said).filter((value) => value.includes("PRIVATE KEY"))).toEqual([]);
}, 90_000);
