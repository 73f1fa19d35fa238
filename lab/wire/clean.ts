import { setTimeout as pause } from "node:timers/promises";
import { exchange } from "./exchange.ts";
import type { World } from "./run-script.ts";

/** Deletes every cluster, template and quota of a server that is there for nothing but the comparison. */
export async function cleanServer({ origin, token }: World): Promise<void> {
  const headers = {
    "x-auth-token": token("admin") ?? "",
    "openstack-api-version": "container-infra 1.10",
  };
  const list = async (path: string, key: string): Promise<readonly Readonly<Listed>[]> => {
    const { status, body } = await exchange(origin, { method: "GET", path, headers });
    if (status !== 200) throw new Error(`${origin}${path} answers ${status}`);
    return (body as unknown as Readonly<Record<string, readonly Listed[]>>)[key] ?? [];
  };
  const remove = (path: string) => exchange(origin, { method: "DELETE", path, headers });

  for (let attempt = 0; ; attempt++) {
    const clusters = await list("/v1/clusters", "clusters");
    if (clusters.length === 0) break;
    if (attempt === 300) throw new Error(`${clusters.length} clusters do not go from ${origin}`);
    if (attempt % 30 === 0) for (const { uuid } of clusters) await remove(`/v1/clusters/${uuid}`);
    await pause(1000);
  }
  for (const { uuid } of await list("/v1/clustertemplates", "clustertemplates"))
    await remove(`/v1/clustertemplates/${uuid}`);
  for (const { project_id } of await list("/v1/quotas?all_tenants=True", "quotas"))
    await remove(`/v1/quotas/${project_id}/Cluster`);
}

interface Listed {
  readonly uuid: string;
  readonly project_id: string;
}
