import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labScript, labScriptPath, runLabScript, whyNoLab } from "../support/lab.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

const script = "magnum-tempest";
const drivers = new URL("../support/kubernetes-on-paper.ts", import.meta.url).pathname;
const reason = (await whyNoLab()) ?? whyNoTempest();
if (reason) console.log(`skipped: Tempest's tests of container-infra: ${reason}`);

function whyNoTempest(): string | undefined {
  const path = labScriptPath(script);
  return existsSync(path) ? undefined : `there is no ${path}`;
}

/** Classes whose every test has its tenant. */
const CLASSES =
  "\\.test_(bay|baymodel|baymodel_admin|cluster_template|cluster_template_admin|magnum_service)\\.";

/** Tests of a class that throws its tenant away after its first one, so that each is run by itself. */
const CLUSTER_TESTS = [
  "create_cluster_for_nonexisting_cluster_template",
  "create_cluster_with_nonexisting_flavor",
  "create_cluster_with_zero_masters",
  "create_cluster_with_zero_nodes",
  "create_list_sign_delete_clusters",
  "delete_cluster_for_nonexisting_cluster",
  "update_cluster_for_nonexisting_cluster",
];

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

  /** Lines of a run that tell of a test, without its seconds. */
  const results = async (regex: string): Promise<readonly string[]> => {
    const { output } = await runLabScript(script, [regex], {
      TEMPEST_COE: "swarm-mode",
      TEMPEST_IMAGE: "Fedora-Atomic-27",
    });
    const lines = output.split("\n").filter((line) => /^(PASS|FAIL|SKIP)\b/.test(line));
    return lines.map((line) => line.replace(/ +[\d.]+s /, " ").trim());
  };

  it("passes the tests of templates, bays and services", async () => {
    const lines = await results(CLASSES);
    expect(lines.filter((line) => !line.startsWith("PASS"))).toEqual([]);
    expect(lines).toHaveLength(51);
  });

  it.each(CLUSTER_TESTS)("passes test_%s", async (name) => {
    expect(await results(`ClusterTest\\.test_${name}`)).toEqual([
      `PASS v1.test_cluster.ClusterTest.test_${name}`,
    ]);
  });
});
