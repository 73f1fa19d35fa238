import { authUrl, labPassword } from "./lab.ts";
import { logIn } from "./token.ts";

/** A second member of a project, who is there as long as a test needs it. */
export interface Colleague {
  readonly name: string;
  leave(): Promise<void>;
}

/** Makes a user with the role `member` in the project; one that a broken run left behind is taken away first. */
export async function hireColleague(project: string): Promise<Colleague> {
  const name = `colleague-of-${project}`;
  const admin = await logIn("admin");
  const { projectId } = await logIn(project);
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${authUrl}${path}`, {
      method,
      headers: { "X-Auth-Token": admin.id, "Content-Type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`Keystone answers ${answer.status} to ${method} ${path}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  };
  const leave = async () => {
    const { users } = await ask<{ users: { id: string }[] }>("GET", `/users?name=${name}`);
    for (const { id } of users) await ask("DELETE", `/users/${id}`);
  };
  await leave();
  const user = { name, password: labPassword, domain_id: "default" };
  const made = await ask<{ user: { id: string } }>("POST", "/users", { user });
  const { roles } = await ask<{ roles: { id: string }[] }>("GET", "/roles?name=member");
  for (const { id } of roles)
    await ask("PUT", `/projects/${projectId}/users/${made.user.id}/roles/${id}`);
  return { name, leave };
}
