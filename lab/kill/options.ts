import { parseArgs } from "node:util";
import {
  CERT_MANAGER_TYPES,
  CREDENTIAL_KINDS,
  type CertManagerType,
  type CredentialKind,
} from "@jeroboam/core";
import { createRandom } from "@jeroboam/openstack-simulator";
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
  /** Where the keys of certificate authorities are kept. */
  readonly certificates: CertManagerType;
  /** What clusters get of their own. */
  readonly credentials: CredentialKind;
  /** How many programs send requests at once. */
  readonly clients: number;
}

const flagsSchema = z.object({
  seed: z.string().min(1),
  kills: z.coerce.number().int().min(0),
  minutes: z.coerce.number().positive(),
  database: z.enum(DATABASES),
  broker: z.boolean(),
  certificates: z.enum(CERT_MANAGER_TYPES),
  credentials: z.enum(CREDENTIAL_KINDS),
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
      certificates: { type: "string" },
      credentials: { type: "string" },
      clients: { type: "string", default: "6" },
    },
  });
  const random = createRandom(`${values.seed}/means`);
  const drawn = {
    certificates: CERT_MANAGER_TYPES[Math.floor(random.next() * CERT_MANAGER_TYPES.length)],
    credentials: CREDENTIAL_KINDS[Math.floor(random.next() * CREDENTIAL_KINDS.length)],
  };
  const read = flagsSchema.safeParse({ ...drawn, ...values });
  if (read.success) return read.data;
  throw new Error(
    read.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`).join("; "),
  );
}

/** What runs the same requests, faults and kills again. */
export function commandOf(options: KillOptions): string {
  const { seed, kills, minutes, database, broker, certificates, credentials, clients } = options;
  return [
    `pnpm test:kill --database ${database}${broker ? " --broker" : ""}`,
    `--certificates ${certificates} --credentials ${credentials}`,
    `--seed ${seed} --kills ${kills} --minutes ${minutes} --clients ${clients}`,
  ].join(" ");
}
