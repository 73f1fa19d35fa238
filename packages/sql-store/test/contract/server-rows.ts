import { randomUUID } from "node:crypto";
import { nodeLogin, type TrustCredential } from "@jeroboam/core";
import { expect, it } from "vitest";
import { at } from "./rows.ts";
import { CONFLICT, type NewBench } from "./store-bench.ts";

const credential: TrustCredential = {
  kind: "trust",
  trustId: "t",
  trusteeUserId: "u1",
  trusteeUserName: "name",
  trusteePassword: "secret",
  trusteeDomainId: "d",
};

export function serverRowsContract(newBench: NewBench): void {
  it("a service's heartbeats are counted, also when two send the first at once", async () => {
    const bench = await newBench();
    const stores = [await bench.open(), await bench.open()];
    const service = { host: "h1", binary: "magnum-conductor" };
    await Promise.all(stores.map((store) => store.services.beat({ ...service, now: at(0) })));
    const [store, other] = stores;
    const third = await store?.services.beat({ ...service, now: at(7) });
    expect(third).toMatchObject({ ...service, reportCount: 3, lastSeenUp: at(7), disabled: false });
    await other?.services.beat({ host: "h2", binary: "b", now: at(0) });
    const listed = await store?.services.list();
    expect(listed?.map(({ host }) => host)).toEqual(["h1", "h2"]);
    expect(listed?.[0]).toEqual(third);
    expect(listed?.[1]).toMatchObject({ reportCount: 1, createdAt: at(0), updatedAt: null });
    for (const each of stores) await each.close();
  });

  it("a request's key is taken once, by its bytes, until it is too old", async () => {
    const store = await (await newBench()).open();
    const request = {
      projectId: "p".repeat(255),
      userId: "u",
      key: "k",
      fingerprint: "f",
      outcome: "o",
      createdAt: at(0),
    };
    await store.requests.insert(request);
    await expect(store.requests.insert(request)).rejects.toMatchObject(CONFLICT);
    for (const key of ["K", "k ", "ｋ"]) await store.requests.insert({ ...request, key });
    expect(await store.requests.find(request)).toEqual(request);
    expect(await store.requests.find({ ...request, key: "q" })).toBeUndefined();
    await store.requests.removeBefore(at(0));
    expect(await store.requests.find(request)).toEqual(request);
    await store.requests.removeBefore(at(1));
    expect(await store.requests.find(request)).toBeUndefined();
    await store.close();
  });

  it("a cluster's key pairs are kept once, shown to no other cluster, and removed", async () => {
    const store = await (await newBench()).open();
    const [uuid, clusterUuid] = [randomUUID(), randomUUID()];
    const keyPair = { uuid, clusterUuid, name: "n", certificatePem: "c", privateKeyPem: "k" };
    const second = { ...keyPair, uuid: randomUUID() };
    const foreign = { ...keyPair, uuid: randomUUID(), clusterUuid: randomUUID() };
    for (const each of [keyPair, second, foreign]) await store.keyPairs.insert(each);
    await expect(store.keyPairs.insert(keyPair)).rejects.toMatchObject(CONFLICT);
    expect(await store.keyPairs.find(uuid, clusterUuid)).toEqual(keyPair);
    expect(await store.keyPairs.find(uuid, foreign.clusterUuid)).toBeUndefined();
    await store.keyPairs.remove(uuid, foreign.clusterUuid);
    expect(await store.keyPairs.find(uuid, clusterUuid)).toEqual(keyPair);
    await store.keyPairs.remove(uuid, clusterUuid);
    await store.keyPairs.remove(uuid, clusterUuid);
    expect(await store.keyPairs.find(uuid, clusterUuid)).toBeUndefined();
    await store.keyPairs.removeOf(clusterUuid);
    expect(await store.keyPairs.find(second.uuid, clusterUuid)).toBeUndefined();
    expect(await store.keyPairs.find(foreign.uuid, foreign.clusterUuid)).toEqual(foreign);
    await store.close();
  });

  it("a cluster's former credentials are found and removed by what nodes log in with", async () => {
    const store = await (await newBench()).open();
    const [uuid, another, operationUuid] = [randomUUID(), randomUUID(), randomUUID()];
    const former = (trusteeUserId: string) => ({
      credential: { ...credential, trusteeUserId },
      operationUuid,
    });
    await store.credentials.put(uuid, credential);
    for (const login of ["f1", "f2"]) await store.credentials.putFormer(uuid, former(login));
    await store.credentials.putFormer(uuid, former("f2"));
    await store.credentials.putFormer(another, former("f3"));
    const logins = async () =>
      (await store.credentials.formerOf(uuid))
        .map((one) => nodeLogin(one.credential).id)
        .toSorted();
    expect(await logins()).toEqual(["f1", "f2"]);
    expect((await store.credentials.formerOf(another))[0]).toEqual(former("f3"));
    expect(await store.credentials.clusterOf("f1")).toBe(uuid);
    for (let count = 0; count < 2; count++) await store.credentials.removeFormer("f1");
    expect(await logins()).toEqual(["f2"]);
    expect(await store.credentials.clusterOf("f1")).toBeUndefined();
    await store.credentials.remove(uuid);
    expect(await logins()).toEqual([]);
    expect(await store.credentials.find(uuid)).toBeUndefined();
    expect(await store.credentials.formerOf(another)).toHaveLength(1);
    await store.credentials.remove(another);
    await store.close();
  });

  it("a cluster's credential is put, found by its user, replaced and removed", async () => {
    const store = await (await newBench()).open();
    const uuid = randomUUID();
    await store.credentials.put(uuid, credential);
    expect(await store.credentials.find(uuid)).toEqual(credential);
    expect(await store.credentials.clusterOf("u1")).toBe(uuid);
    await store.credentials.put(uuid, { ...credential, trusteeUserId: "u2" });
    expect(await store.credentials.clusterOf("u1")).toBeUndefined();
    expect(await store.credentials.clusterOf("u2")).toBe(uuid);
    await store.credentials.remove(uuid);
    await store.credentials.remove(uuid);
    expect(await store.credentials.find(uuid)).toBeUndefined();
    await store.close();
  });
}

/** What only a store can do that several processes share. */
export function outboxContract(newBench: NewBench): void {
  it("what is to be told is taken by one, and by another one when it was not removed in time", async () => {
    const bench = await newBench();
    const [store, other] = [await bench.open({ outbox: true }), await bench.open({ outbox: true })];
    const told = Array.from({ length: 10 }, () => randomUUID());
    await store.transaction(async (rows) => {
      for (const uuid of told) await rows.outbox.append(uuid);
    });
    const take = (from: typeof store, nowMs: number, limit: number) =>
      from.outbox.take({ owner: "relay", now: at(nowMs), until: at(nowMs + 50), limit });
    const first = await take(store, 0, 3);
    expect(first.map(({ operationUuid }) => operationUuid)).toEqual(told.slice(0, 3));
    const taken = await Promise.all([take(store, 1, 10), take(other, 1, 10)]);
    expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(7);
    expect(taken.flat()).toHaveLength(7);
    await store.outbox.remove(first.slice(0, 1).map(({ id }) => id));
    await store.outbox.remove([]);
    expect(await take(other, 50, 10)).toEqual(first.slice(1));
    expect(await store.outbox.count()).toBe(9);
    await store.close();
    await other.close();
  });

  it("nothing is kept to be told when nobody asked for that", async () => {
    const store = await (await newBench()).open();
    await store.outbox.append(randomUUID());
    const by = { owner: "relay", now: at(0), until: at(9), limit: 9 };
    expect(await store.outbox.take(by)).toEqual([]);
    expect(await store.outbox.count()).toBe(0);
    await store.close();
  });
}
