import { isMissing, type Missing } from "@jeroboam/test-engines";
import { buildHouse } from "./house.ts";
import type { KillOptions } from "./options.ts";
import { type KillReport, runIn } from "./run.ts";

/** Builds a house, runs the test in it, and tears it down; answers what is missing where it cannot. */
export async function killTest(options: KillOptions): Promise<KillReport | Missing> {
  const house = await buildHouse({ ...options, apis: 2, conductors: 2 });
  if (isMissing(house)) return house;
  try {
    return await runIn(house, options);
  } finally {
    await house.close();
  }
}
