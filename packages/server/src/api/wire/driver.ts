import { type AnyDriver, capabilitiesOf, FACETS, SERVER_TYPES } from "@jeroboam/core";
import { z } from "zod";
import { linksTo } from "../links.ts";
import { linksAnswer, textOrNull } from "./answer-attribute.ts";

/** A driver in a list. */
export const driverShortAnswer = z.object({
  name: z.string(),
  stability: z.enum(["stable", "beta", "deprecated"]),
  /** What it can make: the server types, operating systems and engines that templates may name. */
  provides: z.array(
    z.object({ server_type: z.enum(SERVER_TYPES), os: z.string(), coe: z.string() }),
  ),
  capabilities: z.array(z.enum(FACETS)),
  container_version: textOrNull,
  links: linksAnswer,
});

/** One driver; `labels` is a JSON Schema of the labels that its clusters may have. */
export const driverAnswer = driverShortAnswer.extend({
  labels: z.record(z.string(), z.unknown()),
});

export const driverListAnswer = z.object({ drivers: z.array(driverShortAnswer) });

export function driverToShortWire(
  driver: AnyDriver,
  baseUrl: string,
): z.input<typeof driverShortAnswer> {
  return {
    name: driver.name,
    stability: driver.stability,
    provides: driver.provides.map(({ serverType, os, coe }) => ({
      server_type: serverType,
      os,
      coe,
    })),
    capabilities: [...capabilitiesOf(driver)],
    container_version: driver.containerVersion,
    links: linksTo(baseUrl, "drivers", encodeURIComponent(driver.name)),
  };
}

export function driverToWire(driver: AnyDriver, baseUrl: string): z.input<typeof driverAnswer> {
  const labels = z.toJSONSchema(driver.labels, { io: "input", unrepresentable: "any" });
  return { ...driverToShortWire(driver, baseUrl), labels: { ...labels } };
}
