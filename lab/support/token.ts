import { authUrl, labPassword } from "./lab.ts";

/** A Keystone, and the one password that all of its users have. */
export interface Cloud {
  readonly authUrl: string;
  readonly password: string;
}

/** The real OpenStack of the lab. */
export const LAB: Cloud = { authUrl: authUrl.replace(/\/$/, ""), password: labPassword };

/** What Keystone gives a user for a project. */
export interface Token {
  readonly id: string;
  readonly userId: string;
  readonly projectId: string;
  readonly catalog: readonly {
    readonly type: string;
    readonly endpoints: readonly { readonly interface: string; readonly url: string }[];
  }[];
}

/** Logs a user in; the project has the user's name where none is named. */
export async function logIn(user: string, project = user, cloud = LAB): Promise<Token> {
  const domain = { name: "Default" };
  const answer = await fetch(`${cloud.authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: user, domain, password: cloud.password } },
        },
        scope: { project: { name: project, domain } },
      },
    }),
  });
  if (!answer.ok) throw new Error(`${user} cannot log in: ${answer.status}`);
  const { token } = (await answer.json()) as {
    token: Pick<Token, "catalog"> & { project: { id: string }; user: { id: string } };
  };
  return {
    id: answer.headers.get("x-subject-token") ?? "",
    userId: token.user.id,
    projectId: token.project.id,
    catalog: token.catalog,
  };
}
