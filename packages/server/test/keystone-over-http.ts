import type { SimulatorCredentials } from "@jeroboam/openstack-simulator";

/** A token of a user in the user's project, got as any program would get it. */
export function userToken(credentials: SimulatorCredentials): Promise<string> {
  const { authUrl, username, password, userDomainName, projectName, projectDomainName } =
    credentials;
  return logIn(authUrl, {
    identity: {
      methods: ["password"],
      password: { user: { name: username, domain: { name: userDomainName }, password } },
    },
    scope: { project: { name: projectName, domain: { name: projectDomainName } } },
  });
}

/** A token with neither project nor trust, as nodes ask for it. */
export function unscopedToken(
  authUrl: string,
  user: { readonly id: string; readonly password: string },
): Promise<string> {
  return logIn(authUrl, { identity: { methods: ["password"], password: { user } } });
}

/** A token by which a trustee acts for the trustor. */
export function trustToken(
  authUrl: string,
  user: { readonly id: string; readonly password: string },
  trustId: string,
): Promise<string> {
  return logIn(authUrl, {
    identity: { methods: ["password"], password: { user } },
    scope: { "OS-TRUST:trust": { id: trustId } },
  });
}

async function logIn(authUrl: string, auth: object): Promise<string> {
  const reply = await fetch(`${authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ auth }),
  });
  const token = reply.headers.get("x-subject-token");
  if (token === null) throw new Error(`Keystone answered ${reply.status}: ${await reply.text()}`);
  return token;
}
