import { createPrivateKey, randomUUID } from "node:crypto";
import { createCertManager } from "@jeroboam/core";
import {
  collect,
  createSession,
  listSecretContainers,
  listSecrets,
} from "@jeroboam/openstack-client";
import { barbicanCertManager } from "@jeroboam/openstack-client/cloud";
import { describe, expect, it } from "vitest";
import { aKeyPair, certManagerContract } from "../../packages/server/test/cert-manager-contract.ts";
import { authUrl, labPassword, openstack, whyNoLab } from "../support/lab.ts";
import { magnumCertificates, whyNoMagnum } from "../support/magnum-certificates.ts";

/** A tenant that keeps no secrets of its own. */
const user = "demo2";
const reason = await whyNoLab();
if (reason) console.log(`skipped: cert managers on a real Barbican: ${reason}`);
const noMagnum = reason ?? (await whyNoMagnum());
if (noMagnum && !reason) console.log(`skipped: Magnum's code on our secrets: ${noMagnum}`);

const domain = { name: "Default" };
const session = createSession({
  authUrl,
  region: "RegionOne",
  auth: {
    type: "password",
    user: { name: user, domain },
    password: labPassword,
    scope: { type: "project", name: user, domain },
  },
});
const manager = createCertManager("barbican", { barbican: barbicanCertManager(session) });
const left = async () => {
  const barbican = session.service("key-manager");
  const [secrets, containers] = await Promise.all([
    collect(listSecrets(barbican)),
    collect(listSecretContainers(barbican)),
  ]);
  return secrets.length + containers.length;
};

describe.skipIf(reason)("a cert manager on a real Barbican", { timeout: 60_000 }, () => {
  certManagerContract(async () => manager, left);

  it("is readable for OpenStack's own command", async () => {
    const keyPair = aKeyPair();
    const ref = await manager.store(keyPair);
    // As JSON it cannot say when the container was made.
    const shown = await openstack(user, "secret", "container", "get", ref, "-f", "shell");
    expect(shown).toContain(`name="Certificate of cluster ${keyPair.clusterUuid}"`);
    expect(shown).toContain('type="certificate"');
    expect(shown).toContain(`'URL': '${keyPair.clusterUuid}'`);
    await manager.removeAll(keyPair.clusterUuid);
  });
});

describe.skipIf(noMagnum)("a certificate in Barbican", { timeout: 60_000 }, () => {
  const keyOf = (pem: string) => createPrivateKey(pem).export({ type: "pkcs8", format: "der" });

  it("that was kept here is read and deleted by Magnum", async () => {
    const before = await left();
    const keyPair = aKeyPair();
    const ref = await manager.store(keyPair);
    const read = await magnumCertificates(user, "read", ref, keyPair.clusterUuid);
    expect(read.certificatePem.trim()).toBe(keyPair.certificatePem.trim());
    expect(keyOf(read.privateKeyPem)).toEqual(keyOf(keyPair.privateKeyPem));
    await magnumCertificates(user, "delete", ref, keyPair.clusterUuid);
    await expect(manager.get(ref, keyPair.clusterUuid)).rejects.toMatchObject({
      code: "JRB_CERTIFICATE_NOT_FOUND",
    });
    expect(await left()).toBe(before);
  });

  it("that Magnum kept is read and deleted here, for its cluster alone", async () => {
    const before = await left();
    const clusterUuid = randomUUID();
    const kept = await magnumCertificates(user, "keep", clusterUuid);
    const read = await manager.get(kept.ref, clusterUuid);
    expect(read.certificatePem.trim()).toBe(kept.certificatePem.trim());
    expect(keyOf(read.privateKeyPem)).toEqual(keyOf(kept.privateKeyPem));
    await expect(manager.get(kept.ref, randomUUID())).rejects.toMatchObject({
      code: "JRB_CERTIFICATE_NOT_FOUND",
    });
    await manager.remove(kept.ref, clusterUuid);
    expect(await left()).toBe(before);
  });
});
