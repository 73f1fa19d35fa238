import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect, it, onTestFinished } from "vitest";
import { apiClient } from "./api-client.ts";
import { freePort } from "./free-port.ts";
import { jeroboam, temporaryFolder } from "./jeroboam-command.ts";
import { until } from "./until.ts";

/** A second of the cloud in five milliseconds: a cluster takes long enough to be interrupted. */
const CLOCK = { mode: "scaled", factor: 200 } as const;

it("what a killed process on SQLite had accepted is there again, and goes on", async () => {
  const simulator = await startSimulator({ clock: CLOCK });
  onTestFinished(() => simulator.close());
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    ...simulator.environment("magnum"),
    JEROBOAM_STATE_DIRECTORY: temporaryFolder(),
    JEROBOAM_PORT: String(port),
    JEROBOAM_PUBLIC_URL: `${origin}/v1`,
    JEROBOAM_TRUSTEE_DOMAIN: simulator.trusteeDomainId,
    JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: simulator.environment("magnum")["OS_PASSWORD"] ?? "",
    JEROBOAM_OBSERVE_FIRST_MS: "50",
    // What the first process claimed is not waited for.
    JEROBOAM_LEASE_SECONDS: "3600",
  };
  const { call, template, cluster, settled } = apiClient(origin, simulator);
  const first = jeroboam(["all"], environment);
  await first.said("listening");

  const made = await template();
  const repeatable = { headers: { "idempotency-key": "once" } };
  const uuid = await cluster("c1", repeatable);
  const { project_id } = (await call("GET", `/clusters/${uuid}`)).body;
  const quota = { project_id, resource: "Cluster", hard_limit: 7 };
  expect((await call("POST", "/quotas", { as: "admin", body: quota })).status).toBe(201);
  const authority = await until("the cluster has a CA", async () => {
    const { status, body } = await call("GET", `/certificates/${uuid}`);
    return status === 200 && String(body.pem);
  });
  await until("the stack is asked for", () => simulator.inspection.counts().stacks > 0);
  first.child.kill("SIGKILL");
  await first.ended;

  const second = jeroboam(["all"], environment);
  await second.said("listening");
  expect((await call("GET", `/clustertemplates/${made.uuid}`)).body).toEqual(made);
  expect(await cluster("c1", repeatable)).toBe(uuid);
  const limits = await call("GET", `/quotas/${project_id}/Cluster`, { as: "admin" });
  expect(limits.body).toMatchObject({ hard_limit: 7 });
  expect((await call("GET", `/certificates/${uuid}`)).body.pem).toBe(authority);
  expect(await settled(uuid)).toMatchObject({ status: "CREATE_COMPLETE" });
  const roots = simulator.inspection.stacksEverMade().filter(({ name }) => name.startsWith("c1-"));
  expect(roots).toHaveLength(1);
}, 60_000);
