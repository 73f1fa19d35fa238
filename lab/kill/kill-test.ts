import { messageOf } from "@jeroboam/core";
import { isMissing, type Missing } from "@jeroboam/test-engines";
import { buildHouse } from "./house.ts";
import { commandOf, type KillOptions } from "./options.ts";
import { type KillReport, runIn } from "./run.ts";

/** Builds a house, runs the test in it, and tears it down; answers what is missing where it cannot. */
export async function killTest(options: KillOptions): Promise<KillReport | Missing> {
  const house = await buildHouse({ ...options, apis: 2, conductors: 2 });
  if (isMissing(house)) return house;
  try {
    return await runIn(house, options);
  } catch (cause) {
    const errors = house.processes.flatMap((process) => process.errors());
    throw new Error(
      `${messageOf(cause)}\nThe processes said:\n${errors.join("\n")}\nrun it again: ${commandOf(options)}`,
      { cause },
    );
  } finally {
    await house.close();
  }
}
