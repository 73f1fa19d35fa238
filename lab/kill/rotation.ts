import type { Random } from "@jeroboam/openstack-simulator";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { type ChangeKind, enterChange, type LedgerCluster, outcomeOf } from "./ledger.ts";

const preparedSchema = z.looseObject({ rotation: z.literal("prepared") });

/**
 * Rotates a cluster's certificate authorities, at once or one phase of it. A PATCH is not safe to
 * repeat.
 */
export async function rotateAuthorities(
  { client, random }: { readonly client: ApiClient; readonly random: Random },
  cluster: LedgerCluster,
): Promise<void> {
  const path = `/certificates/${cluster.uuid}`;
  if (random.next() < 0.5) return patch(client, cluster, path, ["rotate-ca", "retire-ca"]);
  const shown = await client.ask({ method: "GET", path });
  return preparedSchema.safeParse(shown?.body).success
    ? patch(client, cluster, `${path}?phase=complete`, ["retire-ca"])
    : patch(client, cluster, `${path}?phase=prepare`, ["rotate-ca"]);
}

/** Gives a cluster a new credential. */
export function rotateCredential(client: ApiClient, cluster: LedgerCluster): Promise<void> {
  return patch(client, cluster, `/credentials/${cluster.uuid}`, ["rotate-credential"]);
}

async function patch(
  client: ApiClient,
  cluster: LedgerCluster,
  path: string,
  kinds: readonly ChangeKind[],
): Promise<void> {
  const made = kinds.map((kind) => enterChange(cluster, kind));
  const outcome = outcomeOf(await client.ask({ method: "PATCH", path }));
  for (const change of made) change.outcome = outcome;
}
