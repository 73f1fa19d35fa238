import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Scenario, shellcheckFaults, syntaxFault, writtenFiles } from "@jeroboam/driver-bench";
import { clusterStackRequest, sharedTemplates } from "@jeroboam/heat";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCRIPTS } from "../src/node-content.ts";
import { swarmModeDefinition } from "../src/index.ts";
import { nodeGroupRequestOf, nodeGroupScenarios, scenarios, sourceOf } from "./scenarios.ts";

const folder = new URL("../templates/scripts/", import.meta.url);
/** 64 KiB of base64. */
const USER_DATA_BYTES_MAX = 49_151;

function userData(scenario: Scenario): string {
  const { files } = clusterStackRequest(swarmModeDefinition, sourceOf(scenario), {
    operationId: "operation",
    timeoutMinutes: 60,
  });
  return files["user-data.yaml.hbs"] ?? "";
}

describe("scripts", () => {
  it("are all delivered", () => {
    expect(readdirSync(folder).toSorted()).toEqual(SCRIPTS.toSorted());
  });

  it("satisfy shellcheck", ({ skip }) => {
    const faults = shellcheckFaults(folder, { sourced: new URL("scripts/", sharedTemplates) });
    skip(faults === undefined, "shellcheck is not installed");
    expect(faults).toBe("");
  });
});

describe("user data", () => {
  let work: string;
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), "jeroboam-"));
  });
  afterAll(() => rmSync(work, { recursive: true }));

  it.each(Object.entries(scenarios))(
    "of %s is shell that parses, in a size that Nova takes",
    (_, scenario) => {
      const text = userData(scenario);
      expect(text.startsWith("#cloud-config\n")).toBe(true);
      expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_BYTES_MAX - 4096);
      const files = writtenFiles(text);
      expect(() => JSON.parse(files["/etc/docker/daemon.json"] ?? "")).not.toThrow();
      const shell = Object.entries(files).filter(([path]) => !/\.(?:json|pem)$/.test(path));
      expect(shell.map(([path]) => path)).toEqual(
        expect.arrayContaining(SCRIPTS.map((name) => `/var/lib/jeroboam/${name}`)),
      );
      expect(shell.map(([, content]) => syntaxFault(content)).join("")).toBe("");
    },
  );

  it("of a node group labels its engines, and keeps what looks like Heat's names from Heat", () => {
    const { parameters, files } = nodeGroupRequestOf(
      nodeGroupScenarios["node-group-of-another-kind"] ?? {},
    );
    const text = files["user-data.yaml.hbs"] ?? "";
    // The names of the stack's own, each once in the settings, and nothing of the user's.
    expect(text.match(/@LOGIN_SECRET@/g)).toHaveLength(1);
    expect(parameters["login_secret"]).toBe("not-a-real-password");
    const daemon: unknown = JSON.parse(writtenFiles(text)["/etc/docker/daemon.json"] ?? "");
    expect(daemon).toMatchObject({
      labels: [
        "gpu=yes",
        'example.org.note=a"b',
        "org.openstack.magnum.role=gpu",
        "org.openstack.magnum.nodegroup=gpu_@LOGIN_SECRET@ 'x'",
      ],
    });
  });

  it("takes a user's text as text, also where it looks like a name of Heat's", () => {
    const nasty = `@LOGIN_SECRET@'; touch ${work}/broken; '$(touch ${work}/broken)`;
    const files = writtenFiles(
      userData({ template: { httpProxy: nasty, dockerStorageDriver: nasty } }),
    );
    const script = join(work, "settings");
    writeFileSync(
      script,
      `${files["/etc/jeroboam/settings"]}${files["/etc/jeroboam/proxy"]}printf '%s|%s' "$DOCKER_STORAGE_DRIVER" "$http_proxy"`,
    );
    expect(execFileSync("sh", [script]).toString()).toBe(`${nasty}|${nasty}`);
    expect(readdirSync(work)).not.toContain("broken");
  });

  it("holds no secret of its own: Heat puts them in", () => {
    const { parameters, files } = clusterStackRequest(swarmModeDefinition, sourceOf({}), {
      operationId: "operation",
      timeoutMinutes: 60,
    });
    expect(parameters["login_secret"]).toBe("not-a-real-password");
    expect(JSON.stringify(files)).not.toContain("not-a-real-password");
  });
});
