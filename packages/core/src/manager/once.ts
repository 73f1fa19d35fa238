import type { Requester } from "../cloud/cloud.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { StoreRows } from "../store/store.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { KEY_LIFETIME_MS, type RequestIdentity } from "../request/recorded-request.ts";

/** Writes down what came of a request, in the transaction that makes it. */
export type RecordOutcome = (rows: StoreRows, outcome: string) => Promise<void>;

export interface OnceWork<Result> {
  /** What is created, so that a key is not mixed up between kinds. */
  readonly kind: string;
  /** Finds again what an earlier request made; undefined when it is gone. */
  find(outcome: string): Promise<Result | undefined>;
  /** Makes it; has to call `record` in its transaction. */
  work(record: RecordOutcome): Promise<Result>;
}

/**
 * Does the work once for each key of the requester's; a repeat gets what the first one made, also
 * when both come at the same time. A request that fails is not remembered.
 *
 * Throws `JRB_IDEMPOTENCY_KEY_REUSED` when the key belongs to another request, or to something that
 * is gone. Without an identity every request is the first.
 */
export async function once<Services, Result>(
  { store, clock }: ManagerParts<Services>,
  requester: Requester,
  identity: RequestIdentity | undefined,
  { kind, find, work }: OnceWork<Result>,
): Promise<Result> {
  if (!identity) return work(async () => undefined);
  const owner = { projectId: requester.projectId, userId: requester.userId };
  const by = { ...owner, key: identity.idempotencyKey };
  const fingerprint = `${kind} ${identity.fingerprint}`;
  const oldest = () => new Date(clock.now().getTime() - KEY_LIFETIME_MS);

  const earlier = async (): Promise<Result | undefined> => {
    const known = await store.requests.find(by);
    if (!known || known.createdAt < oldest()) return undefined;
    if (known.fingerprint !== fingerprint)
      throw reused(by.key, "belongs to another request; choose a new one");
    const found = await find(known.outcome);
    if (found === undefined)
      throw reused(by.key, `made a ${kind} that is gone; choose a new one to create it again`);
    return found;
  };

  const done = await earlier();
  if (done !== undefined) return done;
  try {
    return await work(async (rows, outcome) => {
      await rows.requests.removeBefore(oldest());
      await rows.requests.insert({ ...by, fingerprint, outcome, createdAt: clock.now() });
    });
  } catch (error) {
    // Whatever stopped this one, a repeat that was quicker may be the reason.
    const quicker = await earlier();
    if (quicker !== undefined) return quicker;
    throw error;
  }
}

function reused(idempotencyKey: string, why: string): JeroboamError {
  return new JeroboamError(
    "JRB_IDEMPOTENCY_KEY_REUSED",
    `The idempotency key ${idempotencyKey} ${why}.`,
    { details: { idempotencyKey } },
  );
}
