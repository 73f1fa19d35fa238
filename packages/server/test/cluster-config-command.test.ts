import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudBench, startCloudBench } from "./cloud-bench.ts";
import { jeroboam, temporaryFolder } from "./jeroboam-command.ts";

const LIMIT_MS = 60_000;

let bench: CloudBench;
let mine: string;
beforeAll(async () => {
  bench = await startCloudBench({ keyBits: 2048 });
  await bench.template();
  mine = await bench.cluster();
  await bench.settled(mine);
}, LIMIT_MS);
afterAll(() => bench.close());

/** The command of a user who has nothing but an openrc. */
async function clusterConfig(argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const command = jeroboam(["cluster", "config", ...argv], {
    ...bench.simulator.environment("demo"),
    OS_CONTAINER_INFRA_ENDPOINT_OVERRIDE: bench.url,
    SHELL: "/bin/sh",
    ...more,
  });
  const code = await command.ended;
  return { code, printed: command.printed(), complaints: command.complaints().join("\n") };
}

describe("jeroboam cluster config", { timeout: LIMIT_MS }, () => {
  it("writes what docker needs, and prints the variables that name it", async () => {
    const folder = temporaryFolder();
    const { code, printed } = await clusterConfig(["c1", "--dir", folder]);
    const { api_address: address } = await bench.show(mine);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: `export DOCKER_HOST=${address}\nexport DOCKER_CERT_PATH=${folder}\nexport DOCKER_TLS_VERIFY=True\n`,
    });
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
    expect(Object.keys(files)).toEqual(["ca.pem", "cert.pem", "key.pem"]);
    for (const name of Object.keys(files))
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const authority = new X509Certificate(files["ca.pem"] ?? "");
    const certificate = new X509Certificate(files["cert.pem"] ?? "");
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(files["key.pem"] ?? ""))).toBe(true);
    const { body } = await bench.call("GET", `/certificates/${mine}`);
    expect(files["ca.pem"]?.trim()).toBe(body.pem.trim());
  });

  it("overwrites nothing unless it is told to", async () => {
    const folder = temporaryFolder();
    const key = join(folder, "key.pem");
    writeFileSync(key, "mine");
    const refused = await clusterConfig(["c1", "--dir", folder]);
    expect(refused).toMatchObject({ code: 1, printed: "" });
    expect(refused.complaints).toContain(`${key} is there already`);
    expect(readdirSync(folder)).toEqual(["key.pem"]);
    const { code, printed } = await clusterConfig(["c1", "--dir", folder, "--force", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      files: ["ca.pem", "cert.pem", "key.pem"].map((name) => join(folder, name)),
      environment: { DOCKER_CERT_PATH: folder },
    });
    expect(readFileSync(key, "utf8")).toContain("PRIVATE KEY");
  });

  it("speaks the user's shell", async () => {
    const { printed } = await clusterConfig([mine, "--dir", temporaryFolder()], {
      SHELL: "/usr/bin/tcsh",
    });
    expect(printed).toMatch(/^setenv DOCKER_HOST tcp:\/\//);
  });

  it.each([
    ["another cluster's name", ["nobody"], {}, "Cluster nobody could not be found"],
    ["no cluster", [], {}, "missing required argument 'cluster'"],
    ["too many clusters", ["c1", "c2"], {}, "too many arguments"],
    ["no login", ["c1"], { OS_AUTH_URL: "" }, "OS_AUTH_URL"],
    ["a wrong password", ["c1"], { OS_PASSWORD: "wrong" }, "Keystone"],
    ["an option of the service", ["c1", "--port", "1"], {}, "unknown option '--port'"],
    ["an endpoint that is none", ["c1", "--endpoint", "cloud"], {}, "It has to be a URL"],
  ])("says what is wrong: %s", async (_, argv, more, complaint) => {
    const { code, printed, complaints } = await clusterConfig(argv, more);
    expect({ code, printed }).toEqual({ code: 1, printed: "" });
    expect(complaints).toContain(complaint);
  });
});
