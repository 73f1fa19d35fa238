import { z } from "zod";

const operationSchema = z.discriminatedUnion("op", [
  z.strictObject({ op: z.enum(["add", "replace"]), path: z.string(), value: z.unknown() }),
  z.strictObject({ op: z.literal("remove"), path: z.string(), value: z.unknown().optional() }),
]);

/** Changes as RFC 6902 has them, for example `[{ op: "replace", path: "/node_count", value: 3 }]`. */
export const jsonPatchSchema = z.array(operationSchema);
export type JsonPatch = z.input<typeof jsonPatchSchema>;
