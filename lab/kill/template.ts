import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import type { ClusterCoe } from "./ledger.ts";

const acceptedSchema = z.looseObject({ uuid: z.string() });

/** Makes the cluster templates of a run; answers their uuids. */
export async function makeTemplates(
  client: ApiClient,
): Promise<Readonly<Record<ClusterCoe, string>>> {
  return {
    "swarm-mode": await makeTemplate(client, "swarm-mode"),
    kubernetes: await makeTemplate(client, "kubernetes"),
  };
}

/** With everything a cluster may consist of. */
async function makeTemplate(client: ApiClient, coe: ClusterCoe): Promise<string> {
  const answer = await client.askUntilAnswered({
    method: "POST",
    path: "/clustertemplates",
    idempotencyKey: `template-${coe}`,
    body: {
      name: coe,
      coe,
      image_id: "ubuntu-22.04",
      flavor_id: "m1.small",
      master_flavor_id: "m1.small",
      external_network_id: "public",
      docker_volume_size: 2,
      master_lb_enabled: true,
    },
  });
  const made = acceptedSchema.safeParse(answer.body);
  if (!made.success) throw new Error(`no cluster template: ${JSON.stringify(answer)}`);
  return made.data.uuid;
}
