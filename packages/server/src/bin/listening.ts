import { messageOf } from "@jeroboam/core";

interface Listener {
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
}

/**
 * Begins to listen and answers the address.
 *
 * @param options - those that name the address, for the error
 */
export async function listening(
  listener: Listener,
  { host, port }: { readonly host: string; readonly port: number },
  options: string,
): Promise<string> {
  try {
    return await listener.listen({ host, port });
  } catch (cause) {
    throw new Error(`cannot listen at ${host}:${port} (${options}): ${messageOf(cause)}`, {
      cause,
    });
  }
}
