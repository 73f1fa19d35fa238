import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe.skipIf(skipReason !== undefined)("openssl accepts", () => {
  const authority = createMemoryCertificateAuthority();
  let directory = "";
  const path = (name: string) => join(directory, name);
  const openssl = (...words: readonly string[]) =>
    execFileSync("openssl", words, { cwd: directory, encoding: "utf8", stdio: "pipe" });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "certificates-"));
    await authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY);
    writeFileSync(path("ca.pem"), await authority.caCertificatePem("uuid-1"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("the authority, strictly", () => {
    expect(openssl("verify", "-x509_strict", "-CAfile", "ca.pem", "ca.pem")).toContain("OK");
    const text = openssl("x509", "-in", "ca.pem", "-noout", "-text");
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    expect(text).toContain("Signature Algorithm: sha256WithRSAEncryption");
  });

  it.each(REQUESTS)("what was signed, strictly: %s", async (_, key, subject, names) => {
    const words = ["-new", "-nodes", "-utf8", "-keyout", "key.pem", "-subj", subject, ...key];
    const extension = names === undefined ? [] : ["-addext", `subjectAltName=${names}`];
    const csr = openssl("req", ...words, ...extension);
    writeFileSync(path("node.pem"), await authority.sign("uuid-1", csr, OF_ANY_USER));
    for (const purpose of ["sslserver", "sslclient"]) {
      expect(
        openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", "ca.pem", "node.pem"),
      ).toContain("node.pem: OK");
    }
    const text = openssl("x509", "-in", "node.pem", "-noout", "-text");
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).not.toMatch(/DNS:\*|email:/);
  });
});
