import { parseArgs } from "node:util";
import { z } from "zod";

export const DATABASES = ["sqlite", "mariadb", "postgresql"] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** How a run of the kill test is to be. */
export interface KillOptions {
  /** Requests, faults and kills are drawn from it. */
  readonly seed: string;
  /** How many processes are killed. */
  readonly kills: number;
  /** The clients stop then, also when there were fewer kills. */
  readonly minutes: number;
  readonly database: DatabaseKind;
  /** With a RabbitMQ, which is killed too. */
  readonly broker: boolean;
  /** How many programs send requests at once. */
  readonly clients: number;
}

const flagsSchema = z.object({
  seed: z.string().min(1),
  kills: z.coerce.number().int().min(0),
  minutes: z.coerce.number().positive(),
  database: z.enum(DATABASES),
  broker: z.boolean(),
  clients: z.coerce.number().int().min(1),
});

/** @throws with what is wrong with the arguments. */
export function readKillOptions(argv: readonly string[]): KillOptions {
  const { values } = parseArgs({
    // `pnpm test:kill -- --seed 1` hands the dashes on.
    args: argv.filter((one) => one !== "--"),
    options: {
      seed: { type: "string", default: String(Date.now()) },
      kills: { type: "string", default: "100" },
      minutes: { type: "string", default: "5" },
      database: { type: "string", default: "sqlite" },
      broker: { type: "boolean", default: false },
      clients: { type: "string", default: "6" },
    },
  });
  const read = flagsSchema.safeParse(values);
  if (read.success) return read.data;
  throw new Error(
    read.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`).join("; "),
  );
}

/** What runs the same requests, faults and kills again. */
export function commandOf(options: KillOptions): string {
  const { seed, kills, minutes, database, broker, clients } = options;
  const flags = `--seed ${seed} --kills ${kills} --minutes ${minutes} --clients ${clients}`;
  return `pnpm test:kill --database ${database}${broker ? " --broker" : ""} ${flags}`;
}
