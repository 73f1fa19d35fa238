import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Scenario, writtenFiles } from "@jeroboam/driver-bench";
import { clusterStackRequest } from "@jeroboam/heat";
import { kubernetesDefinition } from "../src/index.ts";
import { sourceOf } from "./scenarios.ts";

/** What Heat would put in for a worker; line ends as the stack's parameters have them. */
const WORKER = {
  NODE_NAME: "c1-node-0",
  NODE_INDEX: "0",
  NODE_ADDRESS: "10.0.0.7",
  PUBLIC_ADDRESS: "172.24.0.7",
  MASTER_ADDRESSES: "10.0.0.5 10.0.0.6",
  ROLE: "worker",
  NODE_GROUP: "default-worker",
  NODE_GROUP_ROLE: "worker",
  API_ADDRESS: "10.0.0.5",
  API_ADDRESSES: "",
  SERVICE_ACCOUNT_KEY: "",
  GENERATION: "1",
};
export type NodeValues = typeof WORKER;

export type BootedNode = ReturnType<typeof bootedNode>;

/** A node's files below a folder of this machine, as cloud-init would put them, and a shell there. */
export function bootedNode(values: Partial<NodeValues>, scenario: Scenario = {}) {
  const root = mkdtempSync(join(tmpdir(), "node-"));
  const request = clusterStackRequest(kubernetesDefinition, sourceOf(scenario), {
    operationId: "operation",
    timeoutMinutes: 60,
  });
  let userData = request.files["user-data.yaml.hbs"] ?? "";
  for (const [name, value] of Object.entries({ ...WORKER, ...values }))
    userData = userData.replaceAll(`@${name}@`, value);
  /** Text whose places lie below the root. */
  const here = (text: string) =>
    text.replaceAll(/(?<=[ ="'>:])\/(?=(?:etc|var|run|sys)\/)/g, `${root}/`);
  const write = (path: string, text: string, mode = 0o644) => {
    const place = join(root, path);
    mkdirSync(join(place, ".."), { recursive: true });
    writeFileSync(place, text, { mode });
  };
  for (const [path, text] of Object.entries(writtenFiles(userData))) write(path, here(text));
  for (const folder of ["bin", "etc/systemd/system", "etc/kubernetes/pki"])
    mkdirSync(join(root, folder), { recursive: true });

  return {
    root,
    write,
    /** A program that answers what a shell script of these lines does. */
    program: (name: string, script: string) =>
      write(`bin/${name}`, `#!/bin/sh\n${script}\n`, 0o755),
    /**
     * Runs a step, with the machine's own programs behind the node's where no path is given. What it
     * repeats is tried once where it has no patience.
     */
    step(
      name: string,
      { refreshing = "", patienceSeconds = 0, path = `${join(root, "bin")}:/usr/bin:/bin` } = {},
    ) {
      appendFileSync(join(root, "etc/jeroboam/settings"), `PATH='${path}'\n`);
      const deadline = `${Math.floor(Date.now() / 1000) + patienceSeconds}`;
      return spawnSync("/bin/sh", [join(root, `var/lib/jeroboam/${name}.sh`)], {
        encoding: "utf8",
        env: { PATH: path, DEADLINE: deadline, REFRESHING: refreshing },
      });
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}
