import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { requestPem } from "../testing/certificate-requests.ts";
import { createMemoryCertificateAuthority } from "./memory-certificate-authority.ts";
import { CLUSTER_ONLY, OF_ANY_USER } from "../testing/signing-terms.ts";

async function authorityOf(clusterName = "swarm-1") {
  const authority = createMemoryCertificateAuthority({
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
  });
  await authority.createForCluster({ uuid: "uuid-1", name: clusterName }, CLUSTER_ONLY);
  return authority;
}

describe("a cluster's certificate authority", () => {
  it("is named after the cluster and valid from yesterday for five years", async () => {
    const ca = new X509Certificate(await (await authorityOf()).caCertificatePem("uuid-1"));
    expect(ca.subject).toBe("CN=swarm-1");
    expect(ca.issuer).toBe("CN=swarm-1");
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(new Date(ca.validFrom)).toEqual(new Date("2026-11-19T12:00:00Z"));
    expect(new Date(ca.validTo)).toEqual(new Date("2031-11-19T12:00:00Z"));
    expect(BigInt(`0x${ca.serialNumber}`)).toBeGreaterThan(1n << 128n);
  });

  it("writes years from 2050 on with four digits", async () => {
    const authority = createMemoryCertificateAuthority({
      clock: { now: () => new Date("2049-06-01T00:00:00Z") },
      keyBits: 3072,
    });
    await authority.createForCluster({ uuid: "uuid-1", name: "late" }, CLUSTER_ONLY);
    const ca = new X509Certificate(await authority.caCertificatePem("uuid-1"));
    expect(new Date(ca.validTo).getUTCFullYear()).toBe(2054);
    expect(ca.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it("stays the same when it is created again; of several at once one makes it", async () => {
    const authority = createMemoryCertificateAuthority();
    const creations = [1, 2, 3].map(() =>
      authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY),
    );
    const outcomes = await Promise.allSettled(creations);
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeLessThan(3);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ reason: { code: "JRB_STORE_CONFLICT", retryable: true } });
    const first = await authority.caCertificatePem("uuid-1");
    await authority.createForCluster({ uuid: "uuid-1", name: "renamed" }, CLUSTER_ONLY);
    expect(await authority.caCertificatePem("uuid-1")).toBe(first);
    await authority.createForCluster({ uuid: "uuid-2", name: "swarm-1" }, CLUSTER_ONLY);
    expect(await authority.caCertificatePem("uuid-2")).not.toBe(first);
  });

  it("can be created again after a failure", async () => {
    let failures = 1;
    const now = () => {
      if (failures-- > 0) throw new Error("no time");
      return new Date();
    };
    const authority = createMemoryCertificateAuthority({ clock: { now } });
    await expect(
      authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY),
    ).rejects.toThrow("no time");
    await authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY);
    expect(await authority.caCertificatePem("uuid-1")).toContain("BEGIN CERTIFICATE");
  });

  it("is gone after delete, and deleting it again succeeds", async () => {
    const authority = await authorityOf();
    await authority.deleteForCluster("uuid-1");
    await authority.deleteForCluster("uuid-1");
    const gone = { code: "JRB_CERTIFICATE_NOT_FOUND", details: { clusterUuid: "uuid-1" } };
    await expect(authority.caCertificatePem("uuid-1")).rejects.toMatchObject(gone);
    await expect(authority.sign("uuid-1", requestPem(), OF_ANY_USER)).rejects.toMatchObject(gone);
  });
});
