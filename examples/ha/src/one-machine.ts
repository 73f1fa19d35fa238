import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import {
  type Engine,
  freePort,
  isMissing,
  type Missing,
  startHaProxy,
  startMariaDb,
  startRabbitMq,
} from "@jeroboam/test-engines";
import { type Controller, createController } from "./controller.ts";
import { untilAnswers } from "./until-answers.ts";
import { runJeroboam } from "./jeroboam.ts";
import { overridesFile } from "./overrides.ts";

const EXAMPLE = new URL("../", import.meta.url);
const HAPROXY_CONFIGURATION = new URL("haproxy/180-magnum.cfg", EXAMPLE);
const MAGNUM_CONF = fileURLToPath(new URL("magnum.conf", EXAMPLE));
const CONTROLLERS = ["controller-1", "controller-2", "controller-3"];

/** Three controllers, HAProxy, MariaDB and RabbitMQ on this machine, before a simulated cloud. */
export interface OneMachine {
  readonly simulator: Simulator;
  /** The API as clients find it in the catalogue, at the address of HAProxy. */
  readonly url: string;
  readonly controllers: readonly Controller[];
  readonly engines: { readonly database: Engine; readonly broker: Engine; readonly proxy: Engine };
  /** `jeroboam …` with the configuration of the first controller. */
  run(...words: readonly string[]): ReturnType<typeof runJeroboam>;
  close(): Promise<void>;
}

/** Starts all of it with the very files of this example; only addresses and passwords differ. */
export async function startOneMachine(): Promise<OneMachine | Missing> {
  const opened: { close(): Promise<unknown> }[] = [];
  const close = async () => {
    for (const part of opened.toReversed()) await part.close();
  };
  try {
    const folder = mkdtempSync(join(tmpdir(), "jeroboam-ha-"));
    opened.push({ close: async () => rmSync(folder, { recursive: true }) });
    const database = await startMariaDb();
    if (isMissing(database)) return await missing(database, close);
    opened.push({ close: database.stop });
    const broker = await startRabbitMq();
    if (isMissing(broker)) return await missing(broker, close);
    opened.push({ close: broker.stop });
    const ports = await Promise.all(CONTROLLERS.map(() => freePort()));
    const proxy = await startHaProxy((port) => proxyConfiguration(port, ports));
    if (isMissing(proxy)) return await missing(proxy, close);
    opened.push({ close: proxy.stop });
    const simulator = await startSimulator();
    opened.push(simulator);
    const url = `http://127.0.0.1:${proxy.port}/v1`;
    simulator.addService({ type: "container-infra", name: "magnum", url });

    const databaseUrl = await database.createDatabase("magnum");
    const configurations = CONTROLLERS.map((controller, index) => {
      const path = join(folder, `${controller}.conf`);
      const text = overridesFile({
        controller,
        apiPort: ports[index] ?? 0,
        databaseUrl,
        transportUrl: broker.url,
        service: simulator.environment("magnum"),
        domainAdmin: simulator.environment("magnum_domain_admin"),
      });
      writeFileSync(path, text, { mode: 0o600 });
      return { configFiles: [MAGNUM_CONF, path], environment: environmentIn(folder) };
    });
    const [first] = configurations;
    if (!first) throw new Error("no controller");
    const run = (...words: readonly string[]) => runJeroboam({ words, ...first });
    const upgraded = await run("db", "upgrade");
    if (upgraded.code !== 0) throw new Error(upgraded.output);
    const controllers = configurations.map((configuration, index) =>
      createController(CONTROLLERS[index] ?? "", ports[index] ?? 0, configuration),
    );
    for (const controller of controllers) opened.push({ close: controller.stop });
    await Promise.all(controllers.map((controller) => controller.start()));
    // HAProxy found them down at first, and wants to see them up three times.
    await untilAnswers(url, "HAProxy");
    return { simulator, url, controllers, engines: { database, broker, proxy }, run, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function missing(reason: Missing, close: () => Promise<void>): Promise<Missing> {
  await close();
  return reason;
}

/** The key file is the same for all, as on real controllers. */
function environmentIn(folder: string): Readonly<Record<string, string>> {
  return { HOME: folder, JEROBOAM_STATE_DIRECTORY: folder, JEROBOAM_LEASE_SECONDS: "5" };
}

function proxyConfiguration(port: number, apiPorts: readonly number[]): string {
  const addresses = { MAGNUM_VIP: port, ...Object.fromEntries(controllerVariables(apiPorts)) };
  const settings = Object.entries(addresses).map(
    ([name, at]) => `    setenv ${name} 127.0.0.1:${at}`,
  );
  return `global\n${settings.join("\n")}\n\n${readFileSync(HAPROXY_CONFIGURATION, "utf8")}`;
}

function controllerVariables(ports: readonly number[]): readonly (readonly [string, number])[] {
  return ports.map((port, index) => [`MAGNUM_CONTROLLER_${index + 1}`, port]);
}
