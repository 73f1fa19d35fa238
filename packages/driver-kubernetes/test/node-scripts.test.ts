import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Scenario, shellcheckFaults, syntaxFault, writtenFiles } from "@jeroboam/driver-bench";
import { clusterStackRequest, sharedTemplates } from "@jeroboam/heat";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubernetesDefinition } from "../src/index.ts";
import { SCRIPTS } from "../src/node-content.ts";
import {
  nodeGroupRequestOf,
  nodeGroupScenarios,
  scenarios,
  serviceAccountKey,
  sourceOf,
} from "./scenarios.ts";

const folder = new URL("../templates/scripts/", import.meta.url);
/** 64 KiB of base64. */
const USER_DATA_BYTES_MAX = 49_151;

function requestOf(scenario: Scenario) {
  return clusterStackRequest(kubernetesDefinition, sourceOf(scenario), {
    operationId: "operation",
    timeoutMinutes: 60,
  });
}
const userData = (scenario: Scenario) => requestOf(scenario).files["user-data.yaml.hbs"] ?? "";

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "jeroboam-"));
});
afterAll(() => rmSync(work, { recursive: true }));

/** What a shell makes of a variable after it read a node's settings. */
function shellValue(settings: string, name: string): string {
  const script = join(work, "settings");
  writeFileSync(script, `${settings}printf %s "$${name}"`);
  return execFileSync("/bin/sh", [script]).toString();
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
  it.each(Object.entries(scenarios))(
    "of %s is shell that parses, in a size that Nova takes",
    (_, scenario) => {
      const text = userData(scenario);
      expect(text.startsWith("#cloud-config\n")).toBe(true);
      // Two lines of a key come on top, and what Heat puts in.
      expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_BYTES_MAX - 8192);
      const files = Object.entries(writtenFiles(text)).filter(([path]) => !path.endsWith(".pem"));
      expect(files.map(([path]) => path)).toEqual(
        expect.arrayContaining(SCRIPTS.map((name) => `/var/lib/jeroboam/${name}`)),
      );
      expect(files.map(([, content]) => syntaxFault(content)).join("")).toBe("");
    },
  );

  it("of a node group says its labels and taints", () => {
    const { files, parameters } = nodeGroupRequestOf(
      nodeGroupScenarios["node-group-of-another-kind"] ?? {},
    );
    const settings =
      writtenFiles(files["user-data.yaml.hbs"] ?? "")["/etc/jeroboam/settings"] ?? "";
    expect(shellValue(settings, "NODE_LABELS")).toBe("gpu=yes,example.org/note=");
    expect(shellValue(settings, "NODE_TAINTS")).toBe("gpu=yes:NoSchedule,quiet=:NoExecute");
    expect(parameters).toMatchObject({ node_group: "gpu", node_group_role: "gpu" });
  });

  it("takes a user's text as text, also where it looks like a name of Heat's", () => {
    const nasty = fc.oneof(
      fc.constantFrom("@LOGIN_SECRET@", "'; reboot; '", "$(reboot)`reboot`", "a\\'b"),
      fc.string({
        unit: fc.constantFrom("'", '"', "\\", "$", "`", "@", " ", ";", "a"),
        minLength: 1,
        maxLength: 99,
      }),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        const files = writtenFiles(
          userData({ template: { insecureRegistry: text, noProxy: text } }),
        );
        const settings = files["/etc/jeroboam/settings"] ?? "";
        expect(shellValue(settings, "INSECURE_REGISTRY")).toBe(text);
        expect(shellValue(files["/etc/jeroboam/proxy"] ?? "", "no_proxy")).toBe(text);
        expect(settings.match(/@LOGIN_SECRET@/g)).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  it("holds no secret of its own: Heat puts them in, the key with its line ends escaped", () => {
    const { parameters, files } = requestOf({});
    expect(parameters["login_secret"]).toBe("not-a-real-password");
    expect(parameters["service_account_key"]).toBe(
      String.raw`-----BEGIN PRIVATE KEY-----\nnot+a/real+key=\n-----END PRIVATE KEY-----`,
    );
    expect(JSON.stringify(files)).not.toMatch(/not-a-real-password|real\+key/);
  });

  it("holds the key as it is once Heat has put it in", () => {
    const key = requestOf({}).parameters["service_account_key"];
    if (typeof key !== "string") throw new Error("there is no key");
    const files = writtenFiles(userData({}).replaceAll("@SERVICE_ACCOUNT_KEY@", key));
    expect(shellValue(files["/etc/jeroboam/settings"] ?? "", "SERVICE_ACCOUNT_KEY")).toBe(
      serviceAccountKey.privateKeyPem.trim(),
    );
  });
});
