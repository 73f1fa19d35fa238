import { createRandom } from "@jeroboam/openstack-simulator";
import { isMissing, type Missing } from "@jeroboam/test-engines";
import { logIn } from "../support/token.ts";
import { createApiClient } from "./api-client.ts";
import { PASSWORD } from "./settings.ts";
import { buildHouse } from "./house.ts";
import { newLedger } from "./ledger.ts";
import type { DatabaseKind } from "./options.ts";
import { quotaComplaints } from "./quota-check.ts";
import { makeTemplates } from "./template.ts";

export interface QuotaRace {
  readonly database: DatabaseKind;
  readonly limit: number;
  readonly requests: number;
}

const PATIENCE_MS = 120_000;

/** Sends many creates at once to three API processes that share a database; answers what is wrong. */
export async function quotaRace({
  database,
  limit,
  requests,
}: QuotaRace): Promise<readonly string[] | Missing> {
  const seed = `quota of ${limit}`;
  // Nothing is made of what is accepted: without conductors it only counts.
  const house = await buildHouse({
    seed,
    database,
    kills: 0,
    broker: false,
    certificates: "x509keypair",
    credentials: "trust",
    apis: 3,
    conductors: 0,
  });
  if (isMissing(house)) return house;
  try {
    const random = createRandom(seed);
    const deadline = Date.now() + PATIENCE_MS;
    const clientOf = async (user: string) => {
      const cloud = { authUrl: house.simulator.authUrl, password: PASSWORD };
      const { id: token, projectId } = await logIn(user, user, cloud);
      const client = createApiClient({
        origins: house.origins,
        token,
        random: random.fork(user),
        deadline: () => deadline,
      });
      return { client, projectId };
    };
    const { client: admin } = await clientOf("admin");
    const { client, projectId } = await clientOf("demo");
    return await quotaComplaints({
      admin,
      client,
      projectId,
      project: "demo",
      templates: await makeTemplates(client),
      ledger: newLedger(),
      store: house.store,
      random,
      room: limit,
      tries: requests,
    });
  } finally {
    await house.close();
  }
}
