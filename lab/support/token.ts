import { authUrl, labPassword } from "./lab.ts";

/** What Keystone gives a user of the lab for one of its projects. */
export interface Token {
  readonly id: string;
  readonly userId: string;
  readonly projectId: string;
  readonly catalog: readonly {
    readonly type: string;
    readonly endpoints: readonly { readonly interface: string; readonly url: string }[];
  }[];
}

/** Logs one of the lab's users in; the project has the user's name where none is named. */
export async function logIn(user: string, project = user): Promise<Token> {
  const domain = { name: "Default" };
  const answer = await fetch(`${authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: user, domain, password: labPassword } },
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
