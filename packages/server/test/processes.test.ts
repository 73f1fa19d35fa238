import { startSimulator } from "@jeroboam/openstack-simulator";
import { isMissing, startMariaDb } from "@jeroboam/test-engines";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { apiClient } from "./api-client.ts";
import { jeroboam, temporaryFolder } from "./jeroboam-command.ts";
import { until } from "./until.ts";

const LIMIT_MS = 90_000;
/** Longer than any wait of these tests: what is done before it ran out was handed back. */
const LEASE_SECONDS = "600";
const CLOCK = { mode: "scaled", factor: 200 } as const;

const engine = await startMariaDb();
if (isMissing(engine))
  console.warn(`several processes on MariaDB are not tested: ${engine.missing}`);

describe.skipIf(isMissing(engine))("several processes on one MariaDB", () => {
  let databases = 0;

  afterAll(async () => {
    if (!isMissing(engine)) await engine.stop();
  });

  async function controllers() {
    if (isMissing(engine)) throw new Error(engine.missing);
    const simulator = await startSimulator({ clock: CLOCK });
    onTestFinished(() => simulator.close());
    databases += 1;
    const environment = {
      ...simulator.environment("magnum"),
      JEROBOAM_DATABASE: await engine.createDatabase(`processes_${databases}`),
      JEROBOAM_STATE_DIRECTORY: temporaryFolder(),
      JEROBOAM_PORT: "0",
      JEROBOAM_OBSERVE_FIRST_MS: "50",
      JEROBOAM_LEASE_SECONDS: LEASE_SECONDS,
      JEROBOAM_TRUSTEE_DOMAIN: simulator.trusteeDomainId,
      JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: simulator.environment("magnum")["OS_PASSWORD"] ?? "",
    };
    const start = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      jeroboam(argv, { ...environment, ...more });
    const conductor = async (name: string) => {
      const started = start(["conductor"], { JEROBOAM_SERVICE_HOST: name });
      await started.said("running");
      return started;
    };
    const api = async () => {
      const { address } = await start(["api"]).said("listening");
      return apiClient(String(address), simulator);
    };
    return { simulator, start, conductor, api };
  }

  it(
    "an api and a conductor make a cluster together, once the schema is there",
    async () => {
      const { start, conductor, api } = await controllers();
      for (const role of ["api", "conductor", "all"]) {
        const refused = start([role]);
        expect(await refused.ended).toBe(1);
        expect(refused.complaints()).toEqual([expect.stringContaining("jeroboam db upgrade")]);
      }
      expect(await start(["db", "upgrade"]).ended).toBe(0);
      const { call, template, cluster, settled } = await api();
      await template();
      const uuid = await cluster("c1");
      await conductor("controller-1");
      expect(await settled(uuid)).toMatchObject({ status: "CREATE_COMPLETE" });
      const { body } = await call("GET", "/mservices", { as: "admin" });
      expect(body.mservices).toMatchObject([{ host: "controller-1", state: "up" }]);
    },
    LIMIT_MS,
  );

  it(
    "a conductor that is told to stop hands back what it does, and another goes on at once",
    async () => {
      const { simulator, start, conductor, api } = await controllers();
      expect(await start(["db", "upgrade"]).ended).toBe(0);
      const { template, cluster, settled } = await api();
      await template();
      const first = await conductor("controller-1");
      const names = ["c1", "c2", "c3", "c4"];
      const uuids = await Promise.all(names.map((name) => cluster(name)));
      await until("a stack is asked for", () => simulator.inspection.counts().stacks > 0);
      first.child.kill("SIGTERM");
      expect(await first.ended).toBe(0);
      await conductor("controller-2");
      for (const uuid of uuids)
        expect(await settled(uuid)).toMatchObject({ status: "CREATE_COMPLETE" });
      const roots = simulator.inspection
        .stacksEverMade()
        .filter(({ name }) => /^c\d-[^-]+$/.test(name));
      expect(roots).toHaveLength(names.length);
    },
    LIMIT_MS,
  );
});
