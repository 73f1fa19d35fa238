import { randomUUID } from "node:crypto";
import type { Quota, StoredAuthority } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { aCluster, anOperation, at, aTemplate } from "./rows.ts";
import { CONFLICT, type NewBench } from "./store-bench.ts";

export function versionsContract(newBench: NewBench): void {
  describe("rows", () => {
    it("come back as they were written, frozen", async () => {
      const store = await (await newBench()).open();
      const cluster = aCluster({
        name: "a",
        statusReason: "Ошибка 😀 'quoted' \\ and \n so on ".repeat(100),
        healthStatusReason: { api: "ok" },
        updatedAt: at(123_456),
        progress: null,
      });
      const template = aTemplate({ public: true, apiserverPort: 2376, labels: { a: "" } });
      await store.clusters.insert(cluster);
      await store.clusterTemplates.insert(template);
      const operation = await store.operations.insert(
        anOperation({ error: { code: "x", message: "y" }, deadlineAt: at(9) }),
      );
      const found = await store.clusters.find(cluster.uuid);
      expect(found).toEqual(cluster);
      expect(Object.isFrozen(found) && Object.isFrozen(found?.nodeGroups[0])).toBe(true);
      expect(await store.clusters.list({})).toEqual([cluster]);
      expect(await store.clusterTemplates.find(template.uuid)).toEqual(template);
      expect(await store.operations.find(operation.uuid)).toEqual(operation);
      expect(await store.clusters.find(randomUUID())).toBeUndefined();
      expect(await store.operations.find(randomUUID())).toBeUndefined();
      expect(await store.clusterTemplates.find(randomUUID())).toBeUndefined();
      await store.close();
    });

    it("are the same object as long as their version is", async () => {
      const store = await (await newBench()).open();
      const cluster = aCluster();
      await store.clusters.insert(cluster);
      const [listed] = await store.clusters.list({});
      expect(await store.clusters.find(cluster.uuid)).toBe(listed);
      expect((await store.clusters.list({ projectId: cluster.projectId }))[0]).toBe(listed);
      await store.clusters.replace({ ...cluster, name: "other" });
      expect(await store.clusters.find(cluster.uuid)).toMatchObject({ name: "other", version: 2 });
      expect((await store.clusters.list({}))[0]?.name).toBe("other");
      await store.close();
    });

    it("are another row when one of the same uuid is made again", async () => {
      const store = await (await newBench()).open();
      const template = aTemplate();
      await store.clusterTemplates.insert(template);
      expect(await store.clusterTemplates.list({})).toEqual([template]);
      await store.clusterTemplates.remove(template);
      await store.clusterTemplates.insert({ ...template, name: "again" });
      expect(await store.clusterTemplates.list({})).toEqual([{ ...template, name: "again" }]);
      await store.close();
    });

    it("keep nothing of what a transaction read of its own and threw away", async () => {
      const store = await (await newBench()).open();
      const cluster = aCluster();
      await store.clusters.insert(cluster);
      const failing = store.transaction(async (rows) => {
        await rows.clusters.replace({ ...cluster, name: "never" });
        expect((await rows.clusters.list({}))[0]?.name).toBe("never");
        expect((await rows.clusters.find(cluster.uuid))?.name).toBe("never");
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      await store.clusters.replace({ ...cluster, name: "real" });
      expect((await store.clusters.list({}))[0]?.name).toBe("real");
      expect((await store.clusters.find(cluster.uuid))?.name).toBe("real");
      await store.close();
    });
  });

  describe("versions", () => {
    it("refuse a write against an older one, and say which row", async () => {
      const store = await (await newBench()).open();
      const row = aCluster();
      await store.clusters.insert(row);
      const next = await store.clusters.replace({ ...row, status: "CREATE_FAILED" });
      expect(next).toEqual({ ...row, status: "CREATE_FAILED", version: 2 });
      const refused = {
        ...CONFLICT,
        message: `The cluster ${row.uuid} was changed by somebody else; read it again.`,
        details: { kind: "cluster", uuid: row.uuid },
      };
      await expect(store.clusters.replace(row)).rejects.toMatchObject(refused);
      await expect(store.clusters.remove(row)).rejects.toMatchObject(refused);
      await expect(store.clusters.insert(row)).rejects.toMatchObject(refused);
      await store.clusters.remove(next);
      await expect(store.clusters.remove(next)).rejects.toMatchObject(refused);
      expect(await store.clusters.find(row.uuid)).toBeUndefined();
      await store.close();
    });

    it("let a transaction go on after a conflict that it caught", async () => {
      const store = await (await newBench()).open();
      const [first, second] = [aCluster(), aCluster()];
      await store.clusters.insert(first);
      await store.transaction(async (rows) => {
        await expect(rows.clusters.insert(first)).rejects.toMatchObject(CONFLICT);
        await rows.clusters.insert(second);
      });
      expect(await store.clusters.list({})).toEqual([first, second]);
      await store.close();
    });

    it("say which authorities end soon, the first one first", async () => {
      const { authorities, close } = await (await newBench()).open();
      expect(await authorities.firstEnd()).toBeUndefined();
      const make = async (endsAt: Date | null, warnAt: Date | null) => {
        const made = { ...anAuthority(), endsAt, warnAt };
        await authorities.insert(made);
        return made;
      };
      await make(null, null);
      const late = await make(at(5000), at(4000));
      const soon = await make(at(3000), at(2000));
      await make(at(2500), null);
      const none = await authorities.toWarnOf({ now: at(1999), limit: 9 });
      expect(none).toEqual([]);
      expect(await authorities.toWarnOf({ now: at(2000), limit: 9 })).toEqual([soon]);
      expect(await authorities.toWarnOf({ now: at(9000), limit: 9 })).toEqual([soon, late]);
      expect(await authorities.toWarnOf({ now: at(9000), limit: 1 })).toEqual([soon]);
      expect(await authorities.firstEnd()).toEqual(at(2500));
      await close();
    });

    it("are compared by operations, templates, quotas and authorities too", async () => {
      const store = await (await newBench()).open();
      const operation = await store.operations.insert(anOperation());
      await store.operations.replace(operation);
      const template = aTemplate();
      await store.clusterTemplates.insert(template);
      await store.clusterTemplates.replace(template);
      const quota = await store.quotas.insert(aQuota());
      const raised = await store.quotas.replace({ ...quota, hardLimit: 9 });
      const authority = anAuthority();
      await store.authorities.insert(authority);
      const rotated = await store.authorities.replace({
        ...authority,
        rotation: { id: "r1", former: { certificatePem: "old", uuid: "old", ref: "old ref" } },
      });
      expect(await store.authorities.find(authority.clusterUuid, "cluster")).toEqual(rotated);
      for (const late of [
        () => store.operations.replace(operation),
        () => store.operations.insert(operation),
        () => store.clusterTemplates.replace(template),
        () => store.quotas.replace(quota),
        () => store.quotas.remove(quota),
        () => store.quotas.insert(aQuota()),
        () => store.authorities.replace(authority),
        () => store.authorities.insert(authority),
      ])
        await expect(late()).rejects.toMatchObject(CONFLICT);
      expect(await store.quotas.find(quota.projectId, "Cluster")).toEqual(raised);
      await store.quotas.remove(raised);
      expect(await store.quotas.find(quota.projectId, "Cluster")).toBeUndefined();
      const etcd = { ...authority, kind: "etcd" } as const;
      await store.authorities.insert(etcd);
      expect(await store.authorities.ofCluster(authority.clusterUuid)).toEqual([rotated, etcd]);
      await store.authorities.removeOf(authority.clusterUuid);
      await store.authorities.removeOf(authority.clusterUuid);
      expect(await store.authorities.find(authority.clusterUuid, "cluster")).toBeUndefined();
      await store.close();
    });
  });
}

export function aQuota(over: Partial<Quota> = {}): Omit<Quota, "id"> {
  const { id: _, ...quota } = {
    id: 0,
    version: 1,
    projectId: "wonderland",
    resource: "Cluster" as const,
    hardLimit: 3,
    createdAt: at(0),
    updatedAt: null,
    ...over,
  };
  return quota;
}

function anAuthority(): StoredAuthority {
  return {
    clusterUuid: randomUUID(),
    kind: "cluster",
    version: 1,
    certificatePem: "certificate",
    uuid: randomUUID(),
    ref: null,
    endsAt: at(1000),
    warnAt: at(900),
    rotation: null,
  };
}
