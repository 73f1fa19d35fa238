import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { Inspection } from "@jeroboam/openstack-simulator";
import type { SealedSecrets } from "@jeroboam/sql-store";

/** What is kept of clusters' secrets. */
export interface KeptSecrets {
  /** Files, secrets and containers outside of the database; the name of each holds its cluster's uuid. */
  readonly named: readonly string[];
  /** Ids of the key pairs among them. */
  readonly keyPairIds: ReadonlySet<string>;
  /** How many each table of the database holds. */
  readonly rows: Readonly<Record<"credentials" | "formerCredentials" | "keyPairs", number>>;
}

export async function keptSecrets(places: {
  readonly cloud: Inspection;
  readonly certificateFolder: string;
  readonly sealed: () => Promise<readonly SealedSecrets[]>;
}): Promise<KeptSecrets> {
  const { cloud, certificateFolder } = places;
  // Made with the first key that goes into it.
  const files = await readdir(certificateFolder, { recursive: true }).catch(() => []);
  const keyFiles = files.filter((path) => path.endsWith(".key"));
  const sealed = await places.sealed();
  const count = (table: string) =>
    sealed.reduce((sum, one) => sum + (one.table === table ? one.count : 0), 0);
  return {
    named: [
      ...files.map((path) => `file ${path}`),
      ...cloud.secrets().map(({ name }) => `secret ${name}`),
      ...cloud.secretContainers().map(({ name }) => `container ${name}`),
    ],
    keyPairIds: new Set([
      ...keyFiles.map((path) => basename(path, ".key")),
      ...cloud.secretContainers().map(({ id }) => id),
    ]),
    rows: {
      credentials: count("credentials"),
      formerCredentials: count("formerCredentials"),
      keyPairs: count("keyPairs"),
    },
  };
}
