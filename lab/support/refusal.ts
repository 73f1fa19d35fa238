import { openstack } from "./lab.ts";

/** What the OpenStack command line says when it is refused; begins with `accepted:` when it is not. */
export async function refusal(user: string, ...args: string[]): Promise<string> {
  try {
    return `accepted: ${await openstack(user, ...args)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
