import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { commonName } from "./certificate.ts";
import {
  bitString,
  boolean,
  childrenOf,
  decodeDer,
  type DerNode,
  dottedOf,
  encodeDer,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  taggedBytes,
} from "./der.ts";
import { createMemoryCertificateAuthority } from "./memory-certificate-authority.ts";
import { encodePem } from "./pem.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
const ed25519 = generateKeyPairSync("ed25519");

const OID = {
  rsaSha256: "1.2.840.113549.1.1.11",
  rsaPss: "1.2.840.113549.1.1.10",
  rsaMd2: "1.2.840.113549.1.1.2",
  rsaMd5: "1.2.840.113549.1.1.4",
  rsaSha1: "1.2.840.113549.1.1.5",
  rsaSha224: "1.2.840.113549.1.1.14",
  ecSha1: "1.2.840.10045.4.1",
  ecSha224: "1.2.840.10045.4.3.1",
  ecSha256: "1.2.840.10045.4.3.2",
  ecSha384: "1.2.840.10045.4.3.3",
  ed25519: "1.3.101.112",
};
const dns = (name: string) => taggedBytes(2, Buffer.from(name));
const address = (...bytes: number[]) => taggedBytes(7, Buffer.from(bytes));
const mail = (name: string) => taggedBytes(1, Buffer.from(name));

interface RequestOptions {
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly oid?: string;
  readonly digest?: string | undefined;
  readonly subject?: DerNode;
  readonly names?: readonly DerNode[];
  readonly signWith?: KeyObject;
}

function requestPem(options: RequestOptions = {}): string {
  const { keys = rsa, oid = OID.rsaSha256, subject = commonName("node-0"), names = [] } = options;
  const digest = "digest" in options ? options.digest : "sha256";
  const algorithm = sequence(objectIdentifier(oid), ...(keys === rsa ? [nothing()] : []));
  const extensions = sequence(
    sequence(
      objectIdentifier("2.5.29.19"),
      boolean(true),
      octetString(encodeDer(sequence(boolean(true)))),
    ),
    ...(names.length === 0
      ? []
      : [sequence(objectIdentifier("2.5.29.17"), octetString(encodeDer(sequence(...names))))]),
  );
  const info = sequence(
    integer(Buffer.from([0])),
    subject,
    decodeDer(keys.publicKey.export({ type: "spki", format: "der" })),
    tagged(0, sequence(objectIdentifier("1.2.840.113549.1.9.14"), set(extensions))),
  );
  const signature = sign(digest, encodeDer(info), options.signWith ?? keys.privateKey);
  return encodePem(
    "CERTIFICATE REQUEST",
    encodeDer(sequence(info, algorithm, bitString(signature))),
  );
}

async function authorityOf(clusterName = "swarm-1") {
  const authority = createMemoryCertificateAuthority({
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
  });
  await authority.createForCluster("uuid-1", clusterName);
  return authority;
}

async function signed(options: RequestOptions) {
  const authority = await authorityOf();
  return new X509Certificate(await authority.sign("uuid-1", requestPem(options)));
}

function describeCertificate(certificate: X509Certificate): string {
  const key = certificate.checkPrivateKey(rsa.privateKey) ? "own key" : "another key";
  return [certificate.subject, certificate.subjectAltName, key].join(", ");
}

async function refusal(csrPem: string): Promise<JeroboamError> {
  const authority = await authorityOf();
  const error: unknown = await authority.sign("uuid-1", csrPem).catch((thrown: unknown) => thrown);
  if (JeroboamError.isInstance(error)) return error;
  throw new Error("the request was signed", { cause: error });
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
    await authority.createForCluster("uuid-1", "late");
    const ca = new X509Certificate(await authority.caCertificatePem("uuid-1"));
    expect(new Date(ca.validTo).getUTCFullYear()).toBe(2054);
    expect(ca.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it("stays the same when it is created again; of several at once one makes it", async () => {
    const authority = createMemoryCertificateAuthority();
    const creations = [1, 2, 3].map(() => authority.createForCluster("uuid-1", "swarm-1"));
    const outcomes = await Promise.allSettled(creations);
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeLessThan(3);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ reason: { code: "JRB_STORE_CONFLICT", retryable: true } });
    const first = await authority.caCertificatePem("uuid-1");
    await authority.createForCluster("uuid-1", "renamed");
    expect(await authority.caCertificatePem("uuid-1")).toBe(first);
    await authority.createForCluster("uuid-2", "swarm-1");
    expect(await authority.caCertificatePem("uuid-2")).not.toBe(first);
  });

  it("can be created again after a failure", async () => {
    let failures = 1;
    const now = () => {
      if (failures-- > 0) throw new Error("no time");
      return new Date();
    };
    const authority = createMemoryCertificateAuthority({ clock: { now } });
    await expect(authority.createForCluster("uuid-1", "swarm-1")).rejects.toThrow("no time");
    await authority.createForCluster("uuid-1", "swarm-1");
    expect(await authority.caCertificatePem("uuid-1")).toContain("BEGIN CERTIFICATE");
  });

  it("is gone after delete, and deleting it again succeeds", async () => {
    const authority = await authorityOf();
    await authority.deleteForCluster("uuid-1");
    await authority.deleteForCluster("uuid-1");
    const gone = { code: "JRB_CERTIFICATE_NOT_FOUND", details: { clusterUuid: "uuid-1" } };
    await expect(authority.caCertificatePem("uuid-1")).rejects.toMatchObject(gone);
    await expect(authority.sign("uuid-1", requestPem())).rejects.toMatchObject(gone);
  });
});

describe("signing", () => {
  it.each([
    ["RSA", { keys: rsa }],
    ["EC P-256", { keys: p256, oid: OID.ecSha256 }],
    ["EC P-384", { keys: p384, oid: OID.ecSha384, digest: "sha384" }],
    ["Ed25519", { keys: ed25519, oid: OID.ed25519, digest: undefined }],
  ] satisfies [string, RequestOptions][])("certifies a key of type %s", async (_, options) => {
    const authority = await authorityOf();
    const ca = new X509Certificate(await authority.caCertificatePem("uuid-1"));
    const pem = await authority.sign("uuid-1", requestPem(options));
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(certificate.checkPrivateKey(options.keys.privateKey)).toBe(true);
    expect(createPublicKey(pem).equals(options.keys.publicKey)).toBe(true);
  });

  it("certifies shorter RSA keys only where it was told to", async () => {
    const keys = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const authority = createMemoryCertificateAuthority({ requestKeyBitsMin: 1024 });
    await authority.createForCluster("uuid-1", "swarm-1");
    const pem = await authority.sign("uuid-1", requestPem({ keys }));
    expect(new X509Certificate(pem).checkPrivateKey(keys.privateKey)).toBe(true);
  });

  it.each([
    ["SHA-1", { oid: OID.rsaSha1, digest: "sha1" }],
    ["SHA-224", { oid: OID.rsaSha224, digest: "sha224" }],
    ["SHA-1 with EC", { keys: p256, oid: OID.ecSha1, digest: "sha1" }],
    ["SHA-224 with EC", { keys: p256, oid: OID.ecSha224, digest: "sha224" }],
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
    const certificate = await signed({ subject: commonName("swarm.invalid") });
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
    await authority.createForCluster("uuid-1", "swarm-1");
    now = new Date("2030-01-01T00:00:00Z");
    const certificate = new X509Certificate(await authority.sign("uuid-1", requestPem()));
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
    ["a private key", rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "no PEM"],
    ["no DER", encodePem("CERTIFICATE REQUEST", Buffer.from("rubbish")), "not DER"],
    ["no PKCS#10", encodePem("CERTIFICATE REQUEST", encodeDer(nothing())), "not a PKCS#10"],
    ["too much text", "-".repeat(70_000), "too long"],
    ["a subject of a strange shape", requestPem({ subject: nothing() }), "distinguished name"],
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
        const error: unknown = await authority.sign("uuid-1", csrPem).catch((e: unknown) => e);
        expect(error).toMatchObject({ code: "JRB_INVALID_CSR" });
        expect(JSON.stringify(error) + String(error)).not.toContain(body);
      }),
      { numRuns: 200 },
    );
  });

  it("never certifies anything else when a byte of the request was changed", async () => {
    const authority = await authorityOf();
    const der = Buffer.from(
      requestPem({ names: [dns("a.example")] }).replaceAll(/-----.*-----/g, ""),
      "base64",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(der.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const changed = Buffer.from(der);
          changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
          const outcome = await authority
            .sign("uuid-1", encodePem("CERTIFICATE REQUEST", changed))
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
