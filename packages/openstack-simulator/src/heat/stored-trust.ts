import type { Identity } from "../keystone/identity.ts";
import type { Heat } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import type { Stack } from "./stack.ts";

/** The trust by which Heat acts for a stack's maker; one that the maker came by takes it along when it goes. */
export interface StoredTrust {
  readonly trustorId: string;
  readonly parentId: string | undefined;
}

/** Heat makes one when a stack is made. */
export function storeTrust(heat: Heat, stack: Stack, identity: Identity): void {
  heat.storedTrusts.set(stack.id, { trustorId: identity.userId, parentId: identity.trustId });
}

/**
 * An update goes by the stored trust first, and Heat takes another one only from another trustor.
 *
 * @upstream heat/engine/stack.py `Stack._check_refresh_cred`
 */
export function requireStoredTrust(heat: Heat, stack: Stack, identity: Identity): void {
  const stored = heat.storedTrusts.get(stack.id);
  if (!stored) return;
  const { trusts, users } = heat.cloud.keystone.state;
  const isGone = stored.parentId !== undefined && !trusts.has(stored.parentId);
  if (isGone || !users.has(stored.trustorId)) {
    throw heatError(500, "RemoteError", "The request you have made requires authentication.");
  }
  if (stored.trustorId !== identity.userId) storeTrust(heat, stack, identity);
}
