import type { Auth, DomainReference, Scope, UserReference } from "./session-options.ts";

/**
 * Writes the body of a token request.
 *
 * Keystone's v3 body: `auth.identity.methods` with one part for each method, and `auth.scope`.
 */
export function authRequest(auth: Auth): Record<string, unknown> {
  switch (auth.type) {
    case "password":
      return body(
        {
          methods: ["password"],
          password: { user: { ...userBody(auth.user), password: auth.password } },
        },
        auth.scope,
      );
    case "token":
      return body({ methods: ["token"], token: { id: auth.token } }, auth.scope);
    case "applicationCredential": {
      const { secret } = auth;
      const which = "id" in auth ? { id: auth.id } : { name: auth.name, user: userBody(auth.user) };
      return body(
        { methods: ["application_credential"], application_credential: { ...which, secret } },
        undefined,
      );
    }
  }
}

/** What must not be seen in a log: the secrets of the way to authenticate. */
export function secretsOf(auth: Auth): readonly string[] {
  switch (auth.type) {
    case "password":
      return [auth.password];
    case "token":
      return [auth.token];
    case "applicationCredential":
      return [auth.secret];
  }
}

function body(identity: Record<string, unknown>, scope: Scope | undefined) {
  return { auth: { identity, ...(scope === undefined ? {} : { scope: scopeBody(scope) }) } };
}

function userBody(user: UserReference): Record<string, unknown> {
  return "id" in user ? { id: user.id } : { name: user.name, domain: domainBody(user.domain) };
}

function domainBody(domain: DomainReference): Record<string, unknown> {
  return "id" in domain ? { id: domain.id } : { name: domain.name };
}

function scopeBody(scope: Scope): unknown {
  switch (scope.type) {
    case "project":
      return {
        project:
          "id" in scope ? { id: scope.id } : { name: scope.name, domain: domainBody(scope.domain) },
      };
    case "domain":
      return { domain: domainBody(scope.domain) };
    case "trust":
      return { "OS-TRUST:trust": { id: scope.trustId } };
    case "system":
      return { system: { all: true } };
    case "unscoped":
      return "unscoped";
  }
}
