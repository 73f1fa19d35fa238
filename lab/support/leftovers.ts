import { LAB, logIn, type Token } from "./token.ts";

/** Everything of a project, and of the trustees, that a cluster could leave behind: kind and id. */
export type Inventory = ReadonlySet<string>;

/** What each service calls its list, and where it is; `all` lists of admins take every project. */
const LISTS = [
  ["orchestration", "/stacks", "stacks"],
  ["compute", "/servers", "servers"],
  ["network", "/v2.0/ports", "ports"],
  ["network", "/v2.0/networks", "networks"],
  ["network", "/v2.0/subnets", "subnets"],
  ["network", "/v2.0/routers", "routers"],
  ["network", "/v2.0/floatingips", "floatingips"],
  ["network", "/v2.0/security-groups", "security_groups"],
  ["volumev3", "/volumes", "volumes"],
  ["load-balancer", "/v2/lbaas/loadbalancers", "loadbalancers"],
] as const;

/** Lists what a user's project holds, and as admin every user of the trustee domain and every trust. */
export async function inventory(user: string): Promise<Inventory> {
  const found = new Set<string>();
  const token = await logIn(user);
  for (const [type, path, key] of LISTS) {
    const url = endpoint(token, type);
    if (!url) continue;
    for (const id of await ids(token, `${url}${path}`, key)) found.add(`${key} ${id}`);
  }
  const admin = await logIn("admin");
  const identity = LAB.authUrl;
  const domains = await ids(admin, `${identity}/domains?name=magnum`, "domains");
  for (const domain of domains)
    for (const id of await ids(admin, `${identity}/users?domain_id=${domain}`, "users"))
      found.add(`users ${id}`);
  const trusts = await list(admin, `${identity}/OS-TRUST/trusts`, "trusts");
  for (const trust of trusts)
    if (trust["project_id"] === token.projectId) found.add(`trusts ${trust.id}`);
  return found;
}

/** What is there now and was not before. */
export function leftovers(before: Inventory, after: Inventory): readonly string[] {
  return [...after].filter((item) => !before.has(item));
}

/** Takes the users among what was left behind away, and with them the trusts that they were given. */
export async function dismissTrustees(left: readonly string[]): Promise<void> {
  const admin = await logIn("admin");
  for (const item of left) {
    const [kind, id] = item.split(" ");
    if (kind !== "users") continue;
    const url = `${LAB.authUrl}/users/${id}`;
    const answer = await fetch(url, { method: "DELETE", headers: { "X-Auth-Token": admin.id } });
    if (!answer.ok) throw new Error(`Keystone answers ${answer.status} to DELETE ${url}`);
  }
}

function endpoint(token: Token, type: string): string | undefined {
  const service = token.catalog.find((one) => one.type === type);
  const url = service?.endpoints.find((one) => one.interface === "public")?.url;
  return url?.replace(/\/(v2\.0)?\/?$/, "");
}

async function ids(token: Token, url: string, key: string): Promise<readonly string[]> {
  return (await list(token, url, key)).map((one) => one.id);
}

interface Listed extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

async function list(token: Token, url: string, key: string): Promise<readonly Listed[]> {
  const answer = await fetch(url, { headers: { "X-Auth-Token": token.id } });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const body = (await answer.json()) as Record<string, Listed[]>;
  // Heat lists a stack for a moment after it said that it is deleted.
  return (body[key] ?? []).filter((one) => one["stack_status"] !== "DELETE_COMPLETE");
}
