// Options that say something of each COE.
import { COES } from "@jeroboam/core";
import { InvalidArgumentError } from "commander";
import { commaList } from "./plain-value.ts";

const COE_DRIVER = /^([a-z][a-z-]*)=([\w-]+)$/;

/** COE → the drivers that were named for it, or all. */
export function driversByCoe(text: string): Readonly<Record<string, readonly string[] | "all">> {
  const named = Map.groupBy(coeDriverPairs(text), ([coe]) => coe);
  return Object.fromEntries(
    [...named].map(([coe, pairs]) => {
      const drivers = pairs.map(([, driver]) => driver);
      return [coe, drivers.includes("all") ? "all" : drivers];
    }),
  );
}

/** COE → its driver. */
export function driverByCoe(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(coeDriverPairs(text));
}

function coeDriverPairs(text: string): readonly (readonly [coe: string, driver: string])[] {
  return commaList(text).map((pair) => {
    const [, coe, driver] = COE_DRIVER.exec(pair) ?? [];
    if (coe === undefined || driver === undefined)
      throw new InvalidArgumentError("It has to be coe=driver, with commas between several.");
    if (!COES.some((known) => known === coe))
      throw new InvalidArgumentError(`${coe} is none of ${COES.join(", ")}.`);
    return [coe, driver];
  });
}
