import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect, it, onTestFinished } from "vitest";
import { apiClient } from "./api-client.ts";
import { freePort } from "./free-port.ts";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";
import { until } from "./until.ts";

const CLOCK = { mode: "scaled", factor: 1000 } as const;

it(
  "a process tells of a cluster's operations where it is told to",
  async () => {
    const simulator = await startSimulator({ clock: CLOCK });
    onTestFinished(() => simulator.close());
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const { said, logged } = jeroboam(["all"], {
      ...simulator.environment("magnum"),
      JEROBOAM_STATE_DIRECTORY: temporaryFolder(),
      JEROBOAM_PORT: String(port),
      JEROBOAM_PUBLIC_URL: `${origin}/v1`,
      JEROBOAM_TRUSTEE_DOMAIN: simulator.trusteeDomainId,
      JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: simulator.environment("magnum")["OS_PASSWORD"] ?? "",
      JEROBOAM_OBSERVE_FIRST_MS: "50",
      JEROBOAM_NOTIFICATION_DRIVERS: "log",
    });
    await said("listening");
    const { template, cluster, settled } = apiClient(origin, simulator);
    await template();
    const uuid = await cluster("c1");
    await settled(uuid);
    const told = () =>
      logged()
        .filter(({ msg }) => msg === "magnum.cluster.create")
        .map(({ notification }) => notification);
    await until("both were told", () => told().length === 2);
    expect(told()).toMatchObject([
      { action: "create", outcome: "pending", target: { id: uuid } },
      {
        outcome: "success",
        initiator: { user_id: expect.any(String) },
        target: { attachments: [{ content: { status: "CREATE_COMPLETE" } }] },
      },
    ]);
  },
  PATIENCE_MS,
);
