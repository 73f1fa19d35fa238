import { type Cloud, LAB, logIn } from "./token.ts";

/** A second member of a project, who is there as long as a test needs it. */
export interface Colleague {
  readonly name: string;
  leave(): Promise<void>;
}

/** What the colleague of a project's owner is called. */
export const colleagueOf = (project: string): string => `colleague-of-${project}`;

/** Makes a user with the role `member` in the project; one that a broken run left behind is taken away first. */
export async function hireColleague(project: string, cloud: Cloud = LAB): Promise<Colleague> {
  const name = colleagueOf(project);
  const admin = await logIn("admin", "admin", cloud);
  const { projectId } = await logIn(project, project, cloud);
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${cloud.authUrl}${path}`, {
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
  const domain = await ask<{ domains: { id: string }[] }>("GET", "/domains?name=Default");
  const user = { name, password: cloud.password, domain_id: domain.domains[0]?.id };
  const made = await ask<{ user: { id: string } }>("POST", "/users", { user });
  const { roles } = await ask<{ roles: { id: string; name: string }[] }>("GET", "/roles");
  // A real Keystone's members are readers by implication, others' have to be told.
  for (const { id } of roles.filter((role) => ["member", "reader"].includes(role.name)))
    await ask("PUT", `/projects/${projectId}/users/${made.user.id}/roles/${id}`);
  return { name, leave };
}
