/** The answer to a request without a valid token; the envelope is Keystone's middleware's own. */
export function unauthenticated(identityUrl: string) {
  return {
    status: 401,
    headers: { "WWW-Authenticate": `Keystone uri="${identityUrl}"` },
    body: {
      error: {
        message: "The request you have made requires authentication.",
        code: 401,
        title: "Unauthorized",
      },
    },
  } as const;
}

/** The answer while Keystone cannot be asked. */
export const IDENTITY_UNAVAILABLE = {
  status: 503,
  headers: {},
  body: {
    error: {
      message: "The Keystone service is temporarily unavailable.",
      code: 503,
      title: "Service Unavailable",
    },
  },
} as const;
