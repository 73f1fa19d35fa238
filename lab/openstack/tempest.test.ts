import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labScript, labScriptPath, runLabScript, whyNoLab } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

/** Makes and runs magnum-tempest-plugin's API tests; its own tenants come and go with it. */
const script = "magnum-tempest";
const drivers = new URL("../support/kubernetes-on-paper.ts", import.meta.url).pathname;
const reason = (await whyNoLab()) ?? whyNoTempest();
if (reason) console.log(`skipped: Tempest's tests of container-infra: ${reason}`);

function whyNoTempest(): string | undefined {
  const path = labScriptPath(script);
  return existsSync(path) ? undefined : `there is no ${path}`;
}

describe.skipIf(reason)("magnum-tempest-plugin on our server", () => {
  let server: ServerProcess;

  beforeAll(async () => {
    await labScript("point-at", "9511");
    server = await startServerProcess({
      publicUrl: "http://127.0.0.1:9511/v1",
      // The plug-in asks for a certificate for a key of 1024 bits.
      env: { JEROBOAM_DRIVERS: drivers, JEROBOAM_CSR_RSA_BITS_MIN: "1024" },
    });
  });
  afterAll(async () => {
    await server?.stop();
  });

  it("passes every API test", async () => {
    const { output } = await runLabScript(script, [], {
      TEMPEST_COE: "swarm-mode",
      TEMPEST_IMAGE: "Fedora-Atomic-27",
    });
    const failed = output.split("\n").filter((line) => /^(FAIL|SKIP)/.test(line));
    expect(failed).toEqual([]);
    expect(output).toMatch(/^TOTAL 58 PASS=58$/m);
  });
});
