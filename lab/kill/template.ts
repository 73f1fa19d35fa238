import { z } from "zod";
import type { ApiClient } from "./api-client.ts";

const acceptedSchema = z.looseObject({ uuid: z.string() });

/** Makes the cluster template of a run, with everything a cluster may consist of; answers its uuid. */
export async function makeTemplate(client: ApiClient): Promise<string> {
  const answer = await client.askUntilAnswered({
    method: "POST",
    path: "/clustertemplates",
    idempotencyKey: "template",
    body: {
      name: "swarm",
      coe: "swarm-mode",
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
