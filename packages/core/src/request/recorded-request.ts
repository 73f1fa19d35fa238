/** A create request that was answered under a key of the caller's; a repeat finds it. */
export interface RecordedRequest {
  readonly projectId: string;
  readonly userId: string;
  readonly key: string;
  /** Tells this request from another one that uses the same key. */
  readonly fingerprint: string;
  /** What came of it: uuid of the object, or id of the row. */
  readonly outcome: string;
  readonly createdAt: Date;
}

/** How the repeat of a request is recognised. */
export interface RequestIdentity {
  /** Chosen by the caller, unique among its requests of a day. */
  readonly idempotencyKey: string;
  /** The same for a repeat, another one for anything else. */
  readonly fingerprint: string;
}

/** How long a key is remembered. */
export const KEY_LIFETIME_MS = 24 * 60 * 60_000;
