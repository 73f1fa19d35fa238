import type { PropertySchema } from "@jeroboam/hot";

/** A range of addresses. */
export const allocationPool: PropertySchema = {
  type: "map",
  schema: {
    start: { type: "string", required: true, constraints: [{ customConstraint: "ip_addr" }] },
    end: { type: "string", required: true, constraints: [{ customConstraint: "ip_addr" }] },
  },
};
