import { createMemoryStore, type Store } from "@jeroboam/core";
import type { Patience } from "./patience.ts";

/** Opens the place where everything is kept. */
export async function openStore({ log }: Patience): Promise<Store> {
  log.warn({}, "clusters, certificates and quotas are in memory alone and end with this process");
  return createMemoryStore();
}
