import { execFileSync } from "node:child_process";
import { createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { createCertManager } from "@jeroboam/core";
import {
  collect,
  createSession,
  listSecretContainers,
  listSecrets,
} from "@jeroboam/openstack-client";
import { barbicanCertManager } from "@jeroboam/openstack-client/cloud";
import { aKeyPair, CERT_MANAGER_PROMISES } from "@jeroboam/test-engines";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../support/free-port.ts";
import { authUrl, labPassword, openstack, whyNoLab } from "../support/lab.ts";
import { startServerProcess } from "../support/server-process.ts";
import { magnumCertificates, whyNoMagnum } from "../support/magnum-certificates.ts";

/** A tenant that keeps no secrets of its own. */
const user = "demo2";
const reason = await whyNoLab();
if (reason) console.log(`skipped: cert managers on a real Barbican: ${reason}`);
const noMagnum = reason ?? (await whyNoMagnum());
if (noMagnum && !reason) console.log(`skipped: Magnum's code on our secrets: ${noMagnum}`);

const domain = { name: "Default" };
const sessionOf = (name: string, project: string) =>
  createSession({
    authUrl,
    region: "RegionOne",
    auth: {
      type: "password",
      user: { name, domain },
      password: labPassword,
      scope: { type: "project", name: project, domain },
    },
  });
const session = sessionOf(user, user);
const manager = createCertManager("barbican", { barbican: barbicanCertManager(session) });
const left = async () => {
  const barbican = session.service("key-manager");
  const [secrets, containers] = await Promise.all([
    collect(listSecrets(barbican)),
    collect(listSecretContainers(barbican)),
  ]);
  return secrets.length + containers.length;
};

function newCsr(): string {
  const words = ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null"];
  return execFileSync("openssl", [...words, "-subj", "/CN=admin"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

describe.skipIf(reason)("a cert manager on a real Barbican", { timeout: 60_000 }, () => {
  it.each(Object.entries(CERT_MANAGER_PROMISES))("%s", async (_, keeps) => {
    await expect(keeps(manager, left)).resolves.toBeUndefined();
  });

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

describe.skipIf(reason)("a server that keeps keys in Barbican", { timeout: 300_000 }, () => {
  it("signs with a cluster's key, and leaves neither secret nor container", async () => {
    const port = await freePort();
    const server = await startServerProcess({
      port,
      publicUrl: `http://127.0.0.1:${port}/v1`,
      env: { JEROBOAM_CERT_MANAGER_TYPE: "barbican" },
    });
    onTestFinished(() => server.stop());
    const call = async (method: string, path: string, body?: object) => {
      const { id: token } = await session.token();
      const reply = await fetch(`${server.origin}/v1${path}`, {
        method,
        headers: {
          "x-auth-token": token,
          "content-type": "application/json",
          "openstack-api-version": "container-infra latest",
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      return { status: reply.status, body: text === "" ? {} : JSON.parse(text) };
    };
    const template = await call("POST", "/clustertemplates", {
      name: "barbican",
      coe: "swarm-mode",
      image_id: "ubuntu-22.04",
      flavor_id: "m1.small",
      master_flavor_id: "m1.small",
      keypair_id: "testkey",
      external_network_id: "public",
    });
    expect(template.status).toBe(201);
    const created = await call("POST", "/clusters", {
      name: "barbican",
      cluster_template_id: template.body.uuid,
    });
    expect(created.status).toBe(202);
    const { uuid } = created.body;
    const service = sessionOf("magnum", "service").service("key-manager");
    const kept = async () => {
      const name = `Certificate of cluster ${uuid}`;
      const [containers, secrets] = await Promise.all([
        collect(listSecretContainers(service, { name })),
        collect(listSecrets(service, { name })),
      ]);
      return [containers.length, secrets.length];
    };
    await expect.poll(kept, { timeout: 60_000, interval: 1000 }).toEqual([1, 1]);
    const signed = await call("POST", "/certificates", { cluster_uuid: uuid, csr: newCsr() });
    expect(signed.status).toBe(201);
    const authority = await call("GET", `/certificates/${uuid}`);
    const issued = new X509Certificate(signed.body.pem);
    expect(issued.verify(new X509Certificate(authority.body.pem).publicKey)).toBe(true);

    expect((await call("DELETE", `/clusters/${uuid}`)).status).toBe(204);
    await expect
      .poll(async () => (await call("GET", `/clusters/${uuid}`)).status, {
        timeout: 200_000,
        interval: 2000,
      })
      .toBe(404);
    expect(await kept()).toEqual([0, 0]);
    expect((await call("DELETE", `/clustertemplates/${template.body.uuid}`)).status).toBe(204);
    expect(server.output()).not.toContain("PRIVATE KEY");
  });
});
