import { LAB, logIn } from "./token.ts";

/**
 * What Keystone has for a cluster by its uuid: its own users, what they were trusted with, and
 * application credentials of somebody who made or changed it.
 */
export async function madeFor(clusterUuid: string, maker: string): Promise<readonly string[]> {
  const admin = await logIn("admin");
  const { userId } = await logIn(maker);
  const ask = async <Key extends string>(path: string, key: Key) => {
    const answer = await fetch(`${LAB.authUrl}${path}`, { headers: { "X-Auth-Token": admin.id } });
    if (!answer.ok) throw new Error(`Keystone answers ${answer.status} to ${path}`);
    const body = (await answer.json()) as Record<Key, readonly Listed[]>;
    return body[key];
  };
  const users = await ask(`/users?name__startswith=${clusterUuid}`, "users");
  const ids = new Set(users.map(({ id }) => id));
  const trusts = await ask("/OS-TRUST/trusts", "trusts");
  const owners = [userId, ...ids];
  const credentials = await Promise.all(
    owners.map((id) => ask(`/users/${id}/application_credentials`, "application_credentials")),
  );
  return [
    ...users.map(({ name }) => `user ${name}`),
    ...trusts.filter(({ trustee_user_id: id = "" }) => ids.has(id)).map(({ id }) => `trust ${id}`),
    ...credentials
      .flat()
      .filter(({ name }) => name.startsWith(clusterUuid))
      .map(({ name }) => `application credential ${name}`),
  ];
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly trustee_user_id?: string;
}
