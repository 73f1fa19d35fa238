import { HttpStatusError } from "../errors/http-errors.ts";

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Says where a redirect leads, on the host that was asked; undefined when the reply is none.
 *
 * Heat sends /stacks/{name} to /stacks/{name}/{id} with 302 and means the same method there. Its
 * absolute URL may name the wrong scheme or port behind a proxy, so only path and query count; a
 * redirect to another host is refused, as it would be given the token.
 */
export function followRedirect(
  asked: string,
  reply: { readonly status: number; readonly headers: Headers },
): string | undefined {
  const location = reply.headers.get("location");
  if (!REDIRECTS.includes(reply.status) || location === null) return undefined;
  const from = new URL(asked);
  const to = new URL(location, from);
  if (to.hostname !== from.hostname) {
    throw new HttpStatusError(
      `A redirect from ${from.hostname} to ${to.hostname} is not followed: the token would go with it`,
      { url: asked, status: reply.status },
    );
  }
  return new URL(`${to.pathname}${to.search}`, from).href;
}
