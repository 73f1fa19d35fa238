import { messageOf } from "@jeroboam/core";
import { AuthenticationError } from "@jeroboam/openstack-client";

/** Does something with a login; Keystone's refusal comes with the name of whose login that was. */
export async function withLogin<T>(whose: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!AuthenticationError.isInstance(error)) throw error;
    throw new Error(`${whose}: ${messageOf(error)}`, { cause: error });
  }
}

/** Whose login the service's own session has. */
export const SERVICE_LOGIN = "the service's login (OS_* or [keystone_authtoken])";
