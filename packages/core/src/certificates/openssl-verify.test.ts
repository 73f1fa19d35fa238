import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CertificateAuthorityOptions } from "./certificate-authority.ts";
import { createMemoryCertificateAuthority } from "./memory-certificate-authority.ts";
import { CLUSTER_ONLY, OF_ANY_USER } from "../testing/signing-terms.ts";

const version = spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout ?? "";
const skipReason = version.startsWith("OpenSSL 3") ? undefined : "OpenSSL 3 is not installed";
if (skipReason !== undefined) console.warn(`certificates against openssl: skipped, ${skipReason}`);

/** As `openssl req` spells the key, the subject and the subjectAltName. */
const REQUESTS = [
  ["RSA 2048", ["-newkey", "rsa:2048"], "/CN=swarm.invalid", "IP:10.0.0.5,IP:::1,DNS:node-0"],
  ["RSA 3072", ["-newkey", "rsa:3072", "-sha384"], "/O=system:masters/CN=admin", undefined],
  ["EC P-256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "/CN=e", "DNS:*.a,DNS:b"],
  ["EC P-384", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "/CN=e", undefined],
  ["Ed25519", ["-newkey", "ed25519"], "/CN=e/L=Zürich", "email:a@b.c"],
  ["no subject", ["-newkey", "ed25519"], "/", "DNS:only-a-name"],
  ["the authority's own subject", ["-newkey", "ed25519"], "/CN=swarm-1", undefined],
] as const;

const AUTHORITIES = [
  [{ keyType: "rsa", keyBits: 2048, hash: "sha256" }, "sha256WithRSAEncryption"],
  [{ keyType: "rsa", keyBits: 3072, hash: "sha512" }, "sha512WithRSAEncryption"],
  [{ keyType: "p256", hash: "sha256" }, "ecdsa-with-SHA256"],
  [{ keyType: "p384", hash: "sha384" }, "ecdsa-with-SHA384"],
] as const satisfies readonly (readonly [CertificateAuthorityOptions, string])[];

describe.skipIf(skipReason !== undefined)("openssl accepts", { timeout: 60_000 }, () => {
  let directory = "";
  const path = (name: string) => join(directory, name);
  const openssl = (...words: readonly string[]) =>
    execFileSync("openssl", words, { cwd: directory, encoding: "utf8", stdio: "pipe" });
  const isGood = (caFile: string, file: string, ...words: readonly string[]) =>
    spawnSync("openssl", ["verify", "-x509_strict", ...words, "-CAfile", caFile, file], {
      cwd: directory,
      encoding: "utf8",
    }).stdout === `${file}: OK\n`;
  const newRequest = (key: readonly string[], subject: string, names?: string) => {
    const words = ["-new", "-nodes", "-utf8", "-keyout", "key.pem", "-subj", subject, ...key];
    const extension = names === undefined ? [] : ["-addext", `subjectAltName=${names}`];
    return openssl("req", ...words, ...extension);
  };

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "certificates-"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  describe.each(AUTHORITIES)("of an authority with %j", (options, signature) => {
    const authority = createMemoryCertificateAuthority(options);
    beforeAll(async () => {
      await authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY);
      writeFileSync(path("ca.pem"), await authority.caCertificatePem("uuid-1"));
    });

    it("its own certificate, strictly", () => {
      expect(isGood("ca.pem", "ca.pem")).toBe(true);
      const text = openssl("x509", "-in", "ca.pem", "-noout", "-text");
      expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
      expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
      expect(text).toContain(`Signature Algorithm: ${signature}`);
    });

    it.each(REQUESTS)("what was signed, strictly: %s", async (_, key, subject, names) => {
      const csr = newRequest(key, subject, names);
      writeFileSync(path("node.pem"), await authority.sign("uuid-1", csr, OF_ANY_USER));
      for (const purpose of ["sslserver", "sslclient"])
        expect(isGood("ca.pem", "node.pem", "-purpose", purpose)).toBe(true);
      const text = openssl("x509", "-in", "node.pem", "-noout", "-text");
      expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
      expect(text).toMatch(/Subject Key Identifier: *\n[^]*Authority Key Identifier: *\n/);
      expect(text).not.toMatch(/DNS:\*|email:/);
      const serial = openssl("x509", "-in", "node.pem", "-noout", "-serial");
      // 20 bytes, and the first one's highest bit is none of a negative number.
      expect(serial).toMatch(/^serial=[4-7][0-9A-F]{39}\n$/);
    });

    it.each([
      [["server"], "sslserver", "sslclient"],
      [["client"], "sslclient", "sslserver"],
    ] as const)("a certificate for a TLS %s, as nothing else", async (usages, good, bad) => {
      const profiles = OF_ANY_USER.profiles.map((profile) => ({ ...profile, usages }));
      const csr = newRequest(["-newkey", "ed25519"], "/CN=a", "DNS:a");
      const pem = await authority.sign("uuid-1", csr, { ...OF_ANY_USER, profiles });
      writeFileSync(path("peer.pem"), pem);
      expect(isGood("ca.pem", "peer.pem", "-purpose", good)).toBe(true);
      expect(isGood("ca.pem", "peer.pem", "-purpose", bad)).toBe(false);
    });
  });

  it("a certificate for no more than the operator allows", async () => {
    const authority = createMemoryCertificateAuthority({
      keyType: "p256",
      allowedKeyUsages: ["Digital Signature", "Certificate Sign"],
      allowedExtensions: ["keyUsage"],
    });
    await authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY);
    const csr = newRequest(["-newkey", "rsa:2048"], "/CN=a", "DNS:a");
    writeFileSync(path("narrow.pem"), await authority.sign("uuid-1", csr, OF_ANY_USER));
    const text = openssl("x509", "-in", "narrow.pem", "-noout", "-text");
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature *\n/);
    expect(text).not.toContain("DNS:a");
    const authorityText = ["-addext", "keyUsage=critical,keyCertSign"];
    const insisting = newRequest(["-newkey", "ed25519", ...authorityText], "/CN=a");
    await expect(authority.sign("uuid-1", insisting, OF_ANY_USER)).rejects.toMatchObject({
      code: "JRB_CSR_FORBIDDEN",
    });
  });

  it("during a rotation what both authorities signed, and then the new one's alone", async () => {
    const authority = createMemoryCertificateAuthority({ keyType: "p256" });
    const cluster = { uuid: "uuid-1", name: "swarm-1" };
    const sign = async (file: string) => {
      const csr = newRequest(["-newkey", "ed25519"], "/CN=a", "DNS:a");
      writeFileSync(path(file), await authority.sign("uuid-1", csr, OF_ANY_USER));
    };
    const fetch = async (file: string) =>
      writeFileSync(path(file), await authority.caCertificatePem("uuid-1"));
    await authority.createForCluster(cluster, CLUSTER_ONLY);
    await Promise.all([sign("before.pem"), fetch("former.pem")]);
    await authority.prepareRotation(cluster, "r1");
    await Promise.all([sign("after.pem"), fetch("both.pem")]);
    await authority.completeRotation("uuid-1", "r1");
    await fetch("present.pem");
    const seen = (caFile: string) => [isGood(caFile, "before.pem"), isGood(caFile, "after.pem")];
    expect(seen("former.pem")).toEqual([true, false]);
    expect(seen("both.pem")).toEqual([true, true]);
    expect(seen("present.pem")).toEqual([false, true]);
  });
});
