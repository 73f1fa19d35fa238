import { setTimeout as pause } from "node:timers/promises";
import { logIn } from "../support/token.ts";
import { startChild } from "./child.ts";
import type { Measurement } from "./measurement.ts";
import { startServer } from "./server-under-load.ts";
import type { CloudReport } from "./simulator-process.ts";

/** Callers that ask side by side. */
const AT_ONCE = 16;
const LOOK_EVERY_MS = 500;
/** By then it has failed. */
const PATIENCE_MS = 600_000;

export interface CreateOptions {
  /** An empty folder for the database. */
  readonly folder: string;
  readonly count: number;
  readonly password: string;
}

/** How fast clusters are accepted, and how long it takes until all of them are complete. */
export async function measureCreates(options: CreateOptions): Promise<readonly Measurement[]> {
  const { folder, count, password } = options;
  const simulator = await startChild<CloudReport>("./simulator-process.ts");
  const { authUrl } = simulator.first;
  const server = await startServer({ cloud: simulator.first, folder });
  try {
    const { id: token } = await logIn("demo", "demo", { authUrl, password });
    const call = callerOf(server.url, token);
    await call("POST", "/clustertemplates", TEMPLATE);
    const beganMs = performance.now();
    const beganProcessorSeconds = server.processorSeconds();
    const createMore = async (first: number) => {
      for (let index = first; index < count; index += AT_ONCE)
        await call("POST", "/clusters", { name: `c${index}`, cluster_template_id: "bench" });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => createMore(index)));
    const acceptedSeconds = (performance.now() - beganMs) / 1000;
    await allComplete(call, count, beganMs + PATIENCE_MS);
    const completeSeconds = (performance.now() - beganMs) / 1000;
    const processorSeconds = server.processorSeconds() - beganProcessorSeconds;
    return [
      { name: "creates", value: count / acceptedSeconds, unit: "accepted/s", ratios: {} },
      { name: `${count}-complete`, value: completeSeconds, unit: "s", ratios: {} },
      { name: "create-cpu", value: (processorSeconds * 1000) / count, unit: "ms", ratios: {} },
    ];
  } finally {
    await server.stop();
    await simulator.stop();
  }
}

const TEMPLATE = {
  name: "bench",
  coe: "swarm-mode",
  image_id: "ubuntu-22.04",
  flavor_id: "m1.small",
  master_flavor_id: "m1.small",
  keypair_id: "testkey",
  external_network_id: "public",
};

type Call = (method: string, path: string, body?: object) => Promise<unknown>;

function callerOf(url: string, token: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { "x-auth-token": token, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
}

async function allComplete(call: Call, count: number, untilMs: number): Promise<void> {
  for (;;) {
    const { clusters } = (await call("GET", `/clusters?limit=${count}`)) as {
      clusters: { uuid: string; status: string }[];
    };
    const failed = clusters.find(({ status }) => status.endsWith("_FAILED"));
    if (failed) throw new Error(JSON.stringify(await call("GET", `/clusters/${failed.uuid}`)));
    const complete = clusters.filter(({ status }) => status === "CREATE_COMPLETE").length;
    if (complete === count) return;
    if (performance.now() > untilMs) throw new Error(`${complete} of ${count} are complete`);
    await pause(LOOK_EVERY_MS);
  }
}
