import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OperatorSettings } from "@jeroboam/core";
import { writtenFiles } from "@jeroboam/driver-bench";
import { clusterStackRequest } from "@jeroboam/heat";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { swarmModeDefinition } from "../src/index.ts";
import { sourceOf } from "./scenarios.ts";

const BIN = "/usr/bin";
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB+/==\n-----END CERTIFICATE-----\n";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "node-"));
  mkdirSync(join(root, "bin"));
  // Of the machine that runs this test no more than the steps cannot do without.
  for (const name of ["cp", "dirname", "mkdir", "mktemp", "rm", "sleep"])
    symlinkSync(join(BIN, name), join(root, "bin", name));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Puts a node's files below a folder of its own, as cloud-init would put them. */
function bootFiles(operator: Partial<OperatorSettings>): void {
  const request = clusterStackRequest(swarmModeDefinition, sourceOf({ operator }), {
    operationId: "operation",
    timeoutMinutes: 60,
  });
  const files = writtenFiles(request.files["user-data.yaml.hbs"] ?? "");
  for (const [path, text] of Object.entries(files)) {
    const place = join(root, path);
    mkdirSync(join(place, ".."), { recursive: true });
    writeFileSync(place, text.replaceAll(/(?<=[ ='"])\/(?=etc\/|usr\/|var\/)/g, `${root}/`));
  }
}

/** A program of the machine that only notes how it was called. */
function program(name: string): void {
  const path = join(root, "bin", name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>"${root}/called"\n`, {
    mode: 0o755,
  });
}

function run(script: string, ...argv: readonly string[]) {
  const path = join(root, "var/lib/jeroboam", script);
  const PATH = join(root, "bin");
  return spawnSync("/bin/sh", [path, ...argv], { encoding: "utf8", env: { PATH } });
}

const called = () => readFileSync(join(root, "called"), "utf8");

describe("the operator's authorities", () => {
  it.each([
    ["update-ca-certificates", "usr/local/share/ca-certificates/openstack-ca.crt"],
    ["update-ca-trust", "etc/pki/ca-trust/source/anchors/openstack-ca.pem"],
  ])("are believed by a machine that has %s", (tool, place) => {
    bootFiles({ openstackCa: PEM });
    program(tool);
    const { status, stderr } = run("openstack-ca.sh");
    expect([status, stderr]).toEqual([0, ""]);
    expect(readFileSync(join(root, place), "utf8")).toBe(PEM);
    expect(called()).toContain(tool);
  });

  it("fail a machine that cannot believe them, and say why", () => {
    bootFiles({ openstackCa: PEM });
    const { status, stderr } = run("openstack-ca.sh");
    expect(status).toBe(1);
    expect(stderr).toContain("neither update-ca-certificates nor update-ca-trust");
  });

  it("are passed by where there are none", () => {
    bootFiles({});
    expect(existsSync(join(root, "etc/jeroboam/openstack-ca.pem"))).toBe(false);
    expect(run("openstack-ca.sh").status).toBe(0);
  });
});

describe("a node", () => {
  it.each([
    [true, false],
    [false, true],
  ])("with verify_ca %s calls the cloud unchecked: %s", (verifyCa, unchecked) => {
    bootFiles({ verifyCa });
    program("curl");
    const [settings, login] = ["etc/jeroboam/settings", "var/lib/jeroboam/login.sh"];
    const call = `. ${join(root, settings)}; . ${join(root, login)}; request https://cloud.example/`;
    expect(spawnSync("/bin/sh", ["-c", call], { env: { PATH: join(root, "bin") } }).status).toBe(0);
    expect(called().includes("--insecure")).toBe(unchecked);
  });
});
