import { createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import {
  address,
  dns,
  extension,
  mail,
  OID,
  requestDer,
  type RequestOptions,
  requestPem,
  TEST_KEYS,
} from "../testing/certificate-requests.ts";
import { commonName } from "./certificate.ts";
import { boolean, childrenOf, decodeDer, dottedOf, encodeDer, nothing, sequence } from "./der.ts";
import { createMemoryCertificateAuthority } from "./memory-certificate-authority.ts";
import { encodePem } from "./pem.ts";
import { CLUSTER_ONLY, OF_ANY_USER } from "../testing/signing-terms.ts";

async function authorityOf(clusterName = "swarm-1") {
  const authority = createMemoryCertificateAuthority({
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
  });
  await authority.createForCluster({ uuid: "uuid-1", name: clusterName }, CLUSTER_ONLY);
  return authority;
}

async function signed(options: RequestOptions) {
  const authority = await authorityOf();
  return new X509Certificate(await authority.sign("uuid-1", requestPem(options), OF_ANY_USER));
}

function describeCertificate(certificate: X509Certificate): string {
  const key = certificate.checkPrivateKey(TEST_KEYS.rsa.privateKey) ? "own key" : "another key";
  return [certificate.subject, certificate.subjectAltName, key].join(", ");
}

async function refusal(csrPem: string): Promise<JeroboamError> {
  const authority = await authorityOf();
  const error: unknown = await authority
    .sign("uuid-1", csrPem, OF_ANY_USER)
    .catch((thrown: unknown) => thrown);
  if (JeroboamError.isInstance(error)) return error;
  throw new Error("the request was signed", { cause: error });
}

describe("signing", () => {
  it.each([
    ["RSA", { keys: TEST_KEYS.rsa }],
    ["EC P-256", { keys: TEST_KEYS.p256, oid: OID.ecSha256 }],
    ["EC P-384", { keys: TEST_KEYS.p384, oid: OID.ecSha384, digest: "sha384" }],
    ["Ed25519", { keys: TEST_KEYS.ed25519, oid: OID.ed25519, digest: undefined }],
  ] satisfies [string, RequestOptions][])("certifies a key of type %s", async (_, options) => {
    const authority = await authorityOf();
    const ca = new X509Certificate(await authority.caCertificatePem("uuid-1"));
    const pem = await authority.sign("uuid-1", requestPem(options), OF_ANY_USER);
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(certificate.checkPrivateKey(options.keys.privateKey)).toBe(true);
    expect(createPublicKey(pem).equals(options.keys.publicKey)).toBe(true);
  });

  it("certifies shorter RSA keys only where it was told to", async () => {
    const keys = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const authority = createMemoryCertificateAuthority({ requestKeyBitsMin: 1024 });
    await authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY);
    const pem = await authority.sign("uuid-1", requestPem({ keys }), OF_ANY_USER);
    expect(new X509Certificate(pem).checkPrivateKey(keys.privateKey)).toBe(true);
  });

  it.each([
    ["SHA-1", { oid: OID.rsaSha1, digest: "sha1" }],
    ["SHA-224", { oid: OID.rsaSha224, digest: "sha224" }],
    ["SHA-1 with EC", { keys: TEST_KEYS.p256, oid: OID.ecSha1, digest: "sha1" }],
    ["SHA-224 with EC", { keys: TEST_KEYS.p256, oid: OID.ecSha224, digest: "sha224" }],
  ] satisfies [string, RequestOptions][])(
    "takes a request signed with %s, and answers with SHA-256",
    async (_, options) => {
      const { raw } = await signed(options);
      const [, algorithm] = childrenOf(decodeDer(raw));
      expect(dottedOf(childrenOf(algorithm)[0])).toBe(OID.rsaSha256);
      const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
      const forged = await refusal(requestPem({ ...options, signWith: stranger }));
      expect(forged.code).toBe("JRB_INVALID_CSR");
    },
  );

  it("keeps the subject and never the requested CA:TRUE", async () => {
    const certificate = await signed({
      subject: commonName("swarm.invalid"),
      extensions: [extension(OID.basicConstraints, sequence(boolean(true)))],
    });
    expect(certificate.subject).toBe("CN=swarm.invalid");
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  });

  it("keeps addresses and host names, and leaves every other name out", async () => {
    const names = [
      address(10, 0, 0, 5),
      address(...Array.from({ length: 15 }, () => 0), 1),
      dns("node-0.example.org"),
      dns("*.example.org"),
      dns("bad_name"),
      dns("a\0.example.org"),
      mail("root@example.org"),
      address(10, 0, 0, 0, 255, 0, 0, 0),
    ];
    expect((await signed({ names })).subjectAltName).toBe(
      "IP Address:10.0.0.5, IP Address:0:0:0:0:0:0:0:1, DNS:node-0.example.org",
    );
  });

  it("never outlives the authority", async () => {
    let now = new Date("2026-11-20T12:00:00Z");
    const authority = createMemoryCertificateAuthority({ clock: { now: () => now } });
    await authority.createForCluster({ uuid: "uuid-1", name: "swarm-1" }, CLUSTER_ONLY);
    now = new Date("2030-01-01T00:00:00Z");
    const certificate = new X509Certificate(
      await authority.sign("uuid-1", requestPem(), OF_ANY_USER),
    );
    expect(new Date(certificate.validTo)).toEqual(new Date("2031-11-19T12:00:00Z"));
  });
});

describe("a refused certificate request", () => {
  const weakRsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const p521 = generateKeyPairSync("ec", { namedCurve: "P-521" });
  const ed448 = generateKeyPairSync("ed448");
  const flipped = requestPem().replace(/[^=\n]{8}(=*\n-----END)/, "AAAAAAAA$1");

  it.each([
    ["no PEM", "hello", "no PEM block"],
    [
      "a private key",
      TEST_KEYS.rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      "no PEM",
    ],
    ["no DER", encodePem("CERTIFICATE REQUEST", Buffer.from("rubbish")), "not DER"],
    ["no PKCS#10", encodePem("CERTIFICATE REQUEST", encodeDer(nothing())), "not a PKCS#10"],
    ["too much text", "-".repeat(70_000), "too long"],
    ["a weak RSA key", requestPem({ keys: weakRsa }), "2048 to 8192 bits, this one has 1024"],
    ["another curve", requestPem({ keys: p521, oid: OID.ecSha256 }), "P-256 or P-384"],
    [
      "another kind of key",
      requestPem({ keys: ed448, oid: OID.ed25519, digest: undefined }),
      "ed448",
    ],
    ["MD5", requestPem({ oid: OID.rsaMd5, digest: "md5" }), "is not supported; use SHA-256"],
    [
      "a stranger's signature",
      requestPem({ signWith: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey }),
      "not made by the key",
    ],
    ["an algorithm of another key type", requestPem({ oid: OID.ecSha256 }), "not made by the key"],
    ["a changed signature", flipped, "not made by the key"],
    ["nobody named", requestPem({ subject: sequence(), names: [dns("*.x")] }), "names nobody"],
  ])("has a reason: %s", async (_, csrPem, reason) => {
    const error = await refusal(csrPem);
    expect(error.code).toBe("JRB_INVALID_CSR");
    expect(error.details["reason"]).toContain(reason);
    expect(error.message).toContain(reason);
  });

  it("is all that arbitrary bytes can become, and none of them come back", async () => {
    const authority = await authorityOf();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 12, maxLength: 200 }), async (bytes) => {
        const body = Buffer.from(bytes).toString("base64");
        const csrPem = `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----`;
        const error: unknown = await authority
          .sign("uuid-1", csrPem, OF_ANY_USER)
          .catch((e: unknown) => e);
        expect(error).toMatchObject({ code: "JRB_INVALID_CSR" });
        expect(JSON.stringify(error) + String(error)).not.toContain(body);
      }),
      { numRuns: 200 },
    );
  });

  it("never certifies anything else when a byte of the request was changed", async () => {
    const authority = await authorityOf();
    const der = requestDer({ names: [dns("a.example")] });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(der.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const changed = Buffer.from(der);
          changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
          const outcome = await authority
            .sign("uuid-1", encodePem("CERTIFICATE REQUEST", changed), OF_ANY_USER)
            .then(
              (pem) => describeCertificate(new X509Certificate(pem)),
              (error: unknown) => (JeroboamError.isInstance(error) ? error.code : error),
            );
          // The request's wrapping is not signed, so a change there may pass.
          expect(["JRB_INVALID_CSR", "CN=node-0, DNS:a.example, own key"]).toContain(outcome);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("does not wait long for endless white space", async () => {
    const error = await refusal(`-----BEGIN CERTIFICATE REQUEST-----${" ".repeat(65_000)}`);
    expect(error.details["reason"]).toContain("no PEM block");
  });
});
