import type { ConductorService } from "@jeroboam/core";
import { z } from "zod";
import { dateTime, textOrNull } from "./answer-attribute.ts";
import { timestamp } from "./timestamp.ts";

/** A process that runs operations. */
export const mserviceAnswer = z.object({
  host: z.string(),
  binary: z.string(),
  state: z.enum(["up", "down"]),
  id: z.int(),
  report_count: z.int(),
  disabled: z.boolean(),
  disabled_reason: textOrNull,
  created_at: dateTime,
  updated_at: dateTime.nullable(),
});
export const mservicesAnswer = z.object({ mservices: z.array(mserviceAnswer) });

/** @upstream magnum/api/controllers/v1/magnum_services.py `MagnumService` */
export function mserviceToWire(
  service: ConductorService & { readonly up: boolean },
): z.input<typeof mserviceAnswer> {
  return {
    host: service.host,
    binary: service.binary,
    state: service.up ? "up" : "down",
    id: service.id,
    report_count: service.reportCount,
    disabled: service.disabled,
    disabled_reason: service.disabledReason,
    created_at: timestamp(service.createdAt),
    updated_at: timestamp(service.updatedAt),
  };
}
