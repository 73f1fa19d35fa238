import { z } from "zod";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";

const extensionSchema = replyObject({
  alias: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
});
/** Something that this Neutron can do beyond its core. */
export type NetworkExtension = z.output<typeof extensionSchema>;

/** Lists what this Neutron can do; an extension is known by its alias, for example `router`. */
export async function listNetworkExtensions(
  neutron: ServiceClient<"network">,
): Promise<readonly NetworkExtension[]> {
  const reply = await neutron.json(z.looseObject({ extensions: z.array(extensionSchema) }), {
    path: "/extensions",
  });
  return reply.extensions;
}
