import type { SimulatorClock } from "../clock.ts";
import type { Identity } from "../keystone/identity.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";

/** A secret; what it holds is undefined where it was made without. */
export interface SecretRow {
  readonly id: string;
  readonly projectId: string;
  readonly creatorId: string;
  readonly name: string | null;
  readonly type: string;
  readonly expiration: string | null;
  readonly payload: { readonly bytes: Buffer; readonly contentType: string } | undefined;
  readonly createdAt: Date;
}

/** Who uses a container. */
export interface ConsumerRow {
  readonly name: string;
  readonly url: string;
  readonly createdAt: Date;
}

/** Secrets that belong together; those that were deleted are passed over. */
export interface ContainerRow {
  readonly id: string;
  readonly projectId: string;
  readonly creatorId: string;
  readonly name: string | null;
  readonly type: string;
  readonly secrets: readonly { readonly name: string | null; readonly secretId: string }[];
  consumers: readonly ConsumerRow[];
  readonly createdAt: Date;
  updatedAt: Date;
}

/** Barbican in memory. */
export interface Barbican {
  readonly secrets: Map<string, SecretRow>;
  readonly containers: Map<string, ContainerRow>;
  readonly clock: SimulatorClock;
  readonly random: Random;
  /** Scheme, host, port and path of its API. */
  endpoint(): string;
}

/** Makes a Barbican without any content. */
export function createBarbican(options: Pick<Barbican, "clock" | "random" | "endpoint">): Barbican {
  return { secrets: new Map(), containers: new Map(), ...options };
}

export function keyManagerError(status: number, message: string): ServiceError {
  return new ServiceError("key-manager", status, "KeyManagerError", message);
}

export function schemaError(kind: string, message: string, property: string): ServiceError {
  return keyManagerError(
    400,
    `Provided object does not match schema '${kind}': ${message}. Invalid property: '${property}'`,
  );
}

export function forbidden(what: string): ServiceError {
  return keyManagerError(
    403,
    `${what} attempt not allowed - please review your user/project privileges`,
  );
}

/** Whether the identity may make and delete; observers and auditors may not. */
export function mayCreate({ roles }: Identity): boolean {
  return roles.includes("creator") || roles.includes("admin");
}

/** One of the kind that the identity may see, or Barbican's refusal. */
export function rowOf<Row extends { readonly projectId: string }>(
  rows: ReadonlyMap<string, Row>,
  id: string,
  identity: Identity,
  words: { readonly kind: string; readonly missing: string; readonly action: string },
): Row {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw keyManagerError(404, `Not Found. Provided ${words.kind} id is invalid.`);
  const row = rows.get(id);
  if (!row) throw keyManagerError(404, words.missing);
  if (row.projectId !== identity.projectId) throw forbidden(words.action);
  return row;
}
