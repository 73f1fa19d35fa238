import { parseArgs } from "node:util";
import {
  CERT_MANAGER_TYPES,
  CREDENTIAL_KINDS,
  type CertManagerType,
  type CredentialKind,
  messageOf,
} from "@jeroboam/core";
import { createRandom } from "@jeroboam/openstack-simulator";
import { z } from "zod";

export const DATABASES = ["sqlite", "mariadb", "galera", "postgresql"] as const;
export type DatabaseKind = (typeof DATABASES)[number];

const DEFAULTS = { kills: "100", minutes: "5", database: "sqlite", clients: "6" };

export const HELP = `pnpm test:kill [--kills N] [--minutes N] [--database KIND] [--broker]
               [--certificates TYPE] [--credentials KIND] [--clients N] [--seed TEXT]

  --kills         how many processes are killed; default ${DEFAULTS.kills}
  --minutes       the clients stop then, also when there were fewer kills; default ${DEFAULTS.minutes}
  --database      ${DATABASES.join(", ")}; default ${DEFAULTS.database}
  --broker        with a RabbitMQ, which is killed too
  --certificates  ${CERT_MANAGER_TYPES.join(", ")}; default: drawn
  --credentials   ${CREDENTIAL_KINDS.join(", ")}; default: drawn
  --clients       how many programs send requests at once; default ${DEFAULTS.clients}
  --seed          what is drawn at random is drawn from it; default: the time

docs/kill-test.md says what is checked.
`;

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

/** Reads the command line; `wrong` says what it cannot be. */
export function readKillOptions(
  argv: readonly string[],
): KillOptions | { readonly help: true } | { readonly wrong: string } {
  try {
    const { help, ...flags } = flagsOf(argv);
    return help ? { help } : drawnOptions(flags);
  } catch (error) {
    return { wrong: messageOf(error) };
  }
}

function flagsOf(argv: readonly string[]) {
  return parseArgs({
    // `pnpm test:kill -- --seed 1` hands the dashes on.
    args: argv.filter((one) => one !== "--"),
    options: {
      seed: { type: "string", default: String(Date.now()) },
      kills: { type: "string", default: DEFAULTS.kills },
      minutes: { type: "string", default: DEFAULTS.minutes },
      database: { type: "string", default: DEFAULTS.database },
      broker: { type: "boolean", default: false },
      certificates: { type: "string" },
      credentials: { type: "string" },
      clients: { type: "string", default: DEFAULTS.clients },
      help: { type: "boolean", default: false },
    },
  }).values;
}

/** What the flags say; what they leave open is drawn from the seed. */
function drawnOptions(
  flags: Omit<ReturnType<typeof flagsOf>, "help">,
): KillOptions | { readonly wrong: string } {
  const random = createRandom(`${flags.seed}/means`);
  const drawn = {
    certificates: CERT_MANAGER_TYPES[Math.floor(random.next() * CERT_MANAGER_TYPES.length)],
    credentials: CREDENTIAL_KINDS[Math.floor(random.next() * CREDENTIAL_KINDS.length)],
  };
  const read = flagsSchema.safeParse({ ...drawn, ...flags });
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
  return { wrong: faults.join("; ") };
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
