import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const json = z.record(z.string(), z.unknown());

const stepSchema = z.strictObject({
  /**
   * The request to make; `update` replaces everything, `patch` keeps what is not named; `cancel` rolls
   * back, `stop` does not.
   */
  do: z.enum([
    "create",
    "update",
    "patch",
    "preview",
    "preview-update",
    "validate",
    "cancel",
    "stop",
    "show",
    "list",
    "signal",
    "delete",
  ]),
  /** What the step is about, where its requests alone do not say so. */
  note: z.string().optional(),
  /** Another name than the case's stack. */
  stack: z.string().optional(),
  /** Default: the last template used. Text goes as text. */
  template: z.union([json, z.string(), z.null()]).optional(),
  parameters: json.optional(),
  clear: z.array(z.string()).optional(),
  environment: json.optional(),
  files: z.record(z.string(), z.string()).optional(),
  rollback: z.boolean().default(false),
  timeoutMinutes: z.number().optional(),
  tags: z.string().optional(),
  /** Of a list: the filters, as they stand in the address. */
  query: z.string().default(""),
  /**
   * Of a signal: what is sent, and to which resource by its path through nested stacks. Through an
   * `output` it goes to the address in that output, as a guest would send it.
   */
  resource: z.string().optional(),
  data: z.unknown().optional(),
  output: z.string().optional(),
  method: z.enum(["POST", "PUT"]).default("POST"),
  /** Waits for `<resource path> <STATE>` instead of the stack's end. */
  until: z.string().optional(),
  /** Compares the order of events over all resources too; for chains, where it is fixed. */
  ordered: z.boolean().default(false),
});

const caseSchema = z.strictObject({
  description: z.string(),
  /** Outputs that are random; only their length is compared. */
  random: z.array(z.string()).default([]),
  /** Templates that steps share by YAML's anchors. */
  templates: z.unknown().optional(),
  steps: z.array(stepSchema).min(1),
});

/** One request of a case and what is to be awaited after it. */
export type FidelityStep = z.infer<typeof stepSchema>;

/** A small stack's life that is played against Heat. */
export interface FidelityCase extends z.infer<typeof caseSchema> {
  readonly name: string;
  /** The file, in which fixed addresses are looked up. */
  readonly text: string;
}

const folder = new URL("cases/", import.meta.url);

/** Reads every case, sorted by name. */
export function readCases(): readonly FidelityCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted()
    .map((file) => {
      const text = readFileSync(new URL(file, folder), "utf8");
      const read = caseSchema.safeParse(parse(text, { merge: true }));
      if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
      return { ...read.data, name: file.replace(/\.yaml$/, ""), text };
    });
}
