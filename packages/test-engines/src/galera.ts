import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.ts";
import { requireName } from "./database-account.ts";
import { type DatabaseCluster, type Engine, isMissing, type Missing } from "./engine.ts";
import { galeraNode, positionOf, PROVIDER } from "./galera-node.ts";
import { findMariaDb, INIT_FILE, urlOf } from "./mariadb-program.ts";
import { type Place, startEngine } from "./start-engine.ts";

const NODES = ["node1", "node2", "node3"];
/** The first node's data, from before the others were there. */
const SEED = "seed";

/** Starts a Galera cluster of three MariaDB servers, each of which takes writes. */
export async function startGalera(): Promise<DatabaseCluster | Missing> {
  const programs = findMariaDb();
  if (isMissing(programs)) return programs;
  if (!existsSync(PROVIDER))
    return { missing: `${PROVIDER} is not installed (Debian package galera-4)` };
  const parts = await Promise.all(NODES.map((name) => galeraNode(programs, name)));
  const addresses = parts.map(({ address }) => address);
  const nodes: Engine[] = [];
  const isIn = async (place: Place) => {
    const state = await programs.query(place, "show status like 'wsrep_local_state_comment'");
    return state.includes("Synced");
  };
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  const copied = (from: string, to: string): Promise<unknown> =>
    run({ program: "cp", arguments: ["-a", from, to] }, "/");

  const startNode = (index: number, prepare: (place: Place) => Promise<unknown>) => {
    const part = parts[index];
    if (!part) throw new Error(`there is no node ${index}`);
    return startEngine({
      name: "galera",
      setpriv: programs.setpriv,
      url: urlOf,
      prepare,
      isReady: isIn,
      async server(place) {
        const meeting = nodes[0]?.folder ?? place.folder;
        // Alone it begins the cluster, and once more when its data have been copied.
        const peers = index === 0 && nodes.length < 2 ? [] : addresses;
        if (nodes.length === 0)
          return part.server(place, { meeting, peers, initFile: join(place.folder, INIT_FILE) });
        return part.server(place, { meeting, peers, position: await positionOf(programs, place) });
      },
    });
  };

  try {
    const first = await startNode(0, programs.prepare);
    nodes.push(first);
    await first.kill();
    await copied(join(first.folder, "data"), join(first.folder, SEED));
    // Who the first node is, and what it remembers for others.
    for (const name of ["gvwstate.dat", "galera.cache"])
      rmSync(join(first.folder, SEED, name), { force: true });
    await first.start();
    for (let index = 1; index < NODES.length; index++)
      nodes.push(
        await startNode(index, ({ folder }) =>
          copied(join(first.folder, SEED), join(folder, "data")),
        ),
      );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    nodes,
    async createDatabase(name) {
      const [first] = nodes;
      if (first) await programs.query(first, `create database ${requireName(name)}`);
      return nodes.map((node) => urlOf(node, name));
    },
    isIn,
    async isolate(node, isCutOff) {
      const option = `gmcast.isolate=${isCutOff ? 1 : 0}`;
      await programs.query(node, `set global wsrep_provider_options = '${option}'`);
    },
    freeze({ folder }, isStopped) {
      const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
      process.kill(pid, isStopped ? "SIGSTOP" : "SIGCONT");
    },
    stop,
  };
}
