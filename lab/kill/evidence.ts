import type { Store } from "@jeroboam/core";
import type { Inspection } from "@jeroboam/openstack-simulator";
import type { ApiClient } from "./api-client.ts";
import type { Books } from "./books.ts";
import type { KeptSecrets } from "./kept-secrets.ts";
import type { Ledger } from "./ledger.ts";

/** What a check looks at, once nothing is under way any more. */
export interface Evidence {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly cloud: Inspection;
  /** Of the cloud before the first request. */
  readonly seeded: Seeded;
  readonly store: Store;
  readonly kept: KeptSecrets;
  /** Who speaks for each project. */
  readonly clients: ReadonlyMap<string, ApiClient>;
}

/** Answers what is wrong, one sentence each. */
export type Check = (evidence: Evidence) => Promise<readonly string[]> | readonly string[];

/** What the cloud held before the first request, by kind. */
export type Seeded = ReadonlyMap<PartKind, ReadonlySet<string>>;
export const PART_KINDS = ["servers", "ports", "networks", "volumes", "loadBalancers"] as const;
type PartKind = (typeof PART_KINDS)[number];

export function seededParts(cloud: Inspection): Seeded {
  return new Map(PART_KINDS.map((kind) => [kind, new Set(cloud[kind]().map(({ id }) => id))]));
}
