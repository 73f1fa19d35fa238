import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import forge from "node-forge";
import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import {
  address,
  attribute,
  dns,
  extension,
  mail,
  OID,
  requestDer,
  type RequestOptions,
  requestPem,
  subject,
  TEST_KEYS,
} from "../testing/certificate-requests.ts";
import { parseCertificateRequest } from "./certificate-request.ts";
import {
  bitString,
  boolean,
  type DerNode,
  encodeDer,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utf8String,
} from "./der.ts";
import { encodePem } from "./pem.ts";
import { DEFAULT_REQUEST_RULES, type RequestRules } from "./request-rules.ts";

const parse = (pem: string, rules: Partial<RequestRules> = {}) =>
  parseCertificateRequest(pem, { ...DEFAULT_REQUEST_RULES, ...rules });

function refusal(pem: string, rules: Partial<RequestRules> = {}): JeroboamError {
  try {
    parse(pem, rules);
  } catch (error) {
    if (JeroboamError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("the request was taken");
}

const text = (type: forge.asn1.Type, bytes: string): DerNode =>
  forge.asn1.create(forge.asn1.Class.UNIVERSAL, type, false, bytes);
const { Type } = forge.asn1;
const ca = (isCritical: boolean) =>
  extension(OID.basicConstraints, sequence(boolean(true)), isCritical);
const usage = (bits: number, isCritical: boolean) =>
  extension(OID.keyUsage, bitString(Buffer.from([bits])), isCritical);
const KEY_CERT_SIGN = 0x04;
const DIGITAL_SIGNATURE = 0x80;
const NAME_CONSTRAINTS = "2.5.29.30";

/** A key of that modulus and exponent, of which nobody has the other half. */
const rsaKey = (modulus: Buffer, exponent: Buffer) =>
  sequence(
    sequence(objectIdentifier("1.2.840.113549.1.1.1"), nothing()),
    bitString(encodeDer(sequence(integer(modulus), integer(exponent)))),
  );
const odd = (bytes: number) => Buffer.alloc(bytes, 0xc5);

describe("a certificate request", () => {
  it("says whom it names, and under which names", () => {
    const names = [
      address(10, 0, 0, 5),
      dns("node-0.example.org"),
      dns("*.example"),
      mail("a@b.c"),
    ];
    const request = parse(
      requestPem({ names, subject: subject([OID.organization, "o"], [OID.commonName, "é"]) }),
    );
    expect(request.subject).toMatchObject({
      commonName: "é",
      organizations: ["o"],
      hasStrangeAttributes: false,
    });
    expect(request.names.map(({ kind, host }) => [kind, host])).toEqual([
      ["address", ""],
      ["dns", "node-0.example.org"],
      ["other", ""],
      ["other", ""],
    ]);
  });

  it("may hold a challenge password, and attributes that nobody knows", () => {
    const attributes = [
      attribute(OID.challengePassword, utf8String("secret")),
      attribute("1.3.6.1.4.1.311.13.2.3", utf8String("10.0")),
    ];
    expect(parse(requestPem({ attributes })).challenge).toBe("secret");
    expect(parse(requestPem()).challenge).toBeUndefined();
  });

  it("tells of attributes in its subject by which somebody might be taken for another", () => {
    const uid = subject([OID.commonName, "a"], ["1.3.6.1.4.1.57683.2", "0"]);
    expect(parse(requestPem({ subject: uid })).subject.hasStrangeAttributes).toBe(true);
  });

  it.each<[string, RequestOptions, string]>([
    [
      "two common names",
      { subject: subject([OID.commonName, "a"], [OID.commonName, "b"]) },
      "several common names",
    ],
    ["an empty common name", { subject: subject([OID.commonName, ""]) }, "empty text"],
    ["a NUL", { subject: subject([OID.commonName, "admin\0.example"]) }, "control characters"],
    ["a line feed", { subject: subject([OID.organization, "a\nb"]) }, "control characters"],
    [
      "bytes that are no UTF-8",
      { subject: subject([OID.commonName, text(Type.UTF8, "\u00ff\u00fe")]) },
      "not valid UTF-8",
    ],
    [
      "a BMPString",
      { subject: subject([OID.commonName, text(Type.BMPSTRING, "\0a\0b")]) },
      "something else than UTF-8",
    ],
    [
      "a TeletexString",
      { subject: subject([OID.commonName, text(20 as forge.asn1.Type, "ab")]) },
      "something else than UTF-8",
    ],
    [
      "a number for a name",
      { subject: subject([OID.commonName, integer(Buffer.from([7]))]) },
      "something else than UTF-8",
    ],
    ["a subject of a strange shape", { subject: nothing() }, "not a distinguished name"],
    ["another version", { version: 2 }, "not a PKCS#10"],
    [
      "two lists of extensions",
      { attributes: [attribute(OID.extensionRequest, sequence(), sequence())] },
      "several lists",
    ],
    [
      "two requests for extensions",
      { extensions: [ca(false)], attributes: [attribute(OID.extensionRequest, sequence())] },
      "two attributes",
    ],
    [
      "two challenge passwords",
      { attributes: [1, 2].map(() => attribute(OID.challengePassword, utf8String("x"))) },
      "two attributes",
    ],
    ["two extensions of one kind", { extensions: [ca(false), ca(false)] }, "two extensions"],
    [
      "two subjectAltNames",
      { names: [dns("a")], extensions: [extension(OID.subjectAltName, sequence(dns("b")))] },
      "two extensions",
    ],
    [
      "an extension without a value",
      { extensions: [sequence(objectIdentifier(OID.keyUsage))] },
      "extensions cannot be read",
    ],
    [
      "an extension of four parts",
      {
        extensions: [
          sequence(
            objectIdentifier(OID.keyUsage),
            boolean(true),
            boolean(true),
            octetString(Buffer.from([5, 0])),
          ),
        ],
      },
      "extensions cannot be read",
    ],
    [
      "an extension that is not DER inside",
      { extensions: [sequence(objectIdentifier(OID.keyUsage), octetString(Buffer.from([9, 9])))] },
      "extensions cannot be read",
    ],
    ["an attribute that is none", { attributes: [set()] }, "attributes cannot be read"],
    [
      "a subjectAltName that is empty",
      { extensions: [extension(OID.subjectAltName, sequence())] },
      "names nobody",
    ],
    [
      "a huge modulus",
      { publicKey: rsaKey(odd(1025), Buffer.from([1, 0, 1])) },
      "2048 to 8192 bits, this one has 8200",
    ],
    [
      "a far larger modulus",
      { publicKey: rsaKey(odd(30_000), Buffer.from([1, 0, 1])) },
      "2048 to 8192 bits",
    ],
    ["a huge exponent", { publicKey: rsaKey(odd(256), odd(200)) }, "public exponent"],
    ["a small exponent", { publicKey: rsaKey(odd(256), Buffer.from([3])) }, "public exponent"],
    [
      "an even exponent",
      { publicKey: rsaKey(odd(256), Buffer.from([1, 0, 2])) },
      "public exponent",
    ],
    [
      "a negative modulus",
      {
        publicKey: sequence(
          sequence(objectIdentifier("1.2.840.113549.1.1.1"), nothing()),
          bitString(
            encodeDer(
              sequence(
                text(Type.INTEGER, odd(256).toString("latin1")),
                integer(Buffer.from([1, 0, 1])),
              ),
            ),
          ),
        ),
      },
      "public key",
    ],
  ])("is refused: %s", (_, options, reason) => {
    const error = refusal(requestPem(options));
    expect(error.code).toBe("JRB_INVALID_CSR");
    expect(error.details["reason"]).toContain(reason);
  });

  it("is refused with a byte behind its end, and with more parts than it should have", () => {
    const der = requestDer();
    const label = "CERTIFICATE REQUEST";
    expect(refusal(encodePem(label, Buffer.concat([der, Buffer.from([0])]))).message).toContain(
      "DER",
    );
    const [info, algorithm, signature] = forge.asn1.fromDer(der.toString("latin1"))
      .value as DerNode[];
    if (!info || !algorithm || !signature) throw new Error("not a request");
    const long = encodeDer(sequence(info, algorithm, signature, nothing()));
    expect(refusal(encodePem(label, long)).message).toContain("not a PKCS#10");
  });

  it("is refused with a curve that is written out", () => {
    const { publicKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      paramEncoding: "explicit",
    });
    const pem = requestPem({
      keys: { ...TEST_KEYS.p256, publicKey },
      oid: OID.ecSha256,
    });
    expect(refusal(pem).details["reason"]).toMatch(/curve/);
  });
});

describe("what nobody may have", () => {
  it.each<[string, RequestOptions, string]>([
    ["to be an authority", { extensions: [ca(true)] }, "Extension 'basicConstraints' not allowed"],
    [
      "to sign certificates",
      { extensions: [usage(KEY_CERT_SIGN, true)] },
      "Extension 'keyUsage' not allowed",
    ],
    [
      "an extension that nobody knows",
      { extensions: [extension(NAME_CONSTRAINTS, nothing(), true)] },
      `Extension '${NAME_CONSTRAINTS}' not allowed`,
    ],
  ])("is refused where it is insisted on: %s", (_, options, reason) => {
    expect(refusal(requestPem(options))).toMatchObject({
      code: "JRB_CSR_FORBIDDEN",
      details: { reason },
    });
  });

  it("is left out where it is not insisted on", () => {
    const extensions = [
      ca(false),
      usage(KEY_CERT_SIGN, false),
      extension(NAME_CONSTRAINTS, nothing()),
    ];
    expect(parse(requestPem({ extensions })).names).toEqual([]);
    expect(parse(requestPem({ extensions: [usage(DIGITAL_SIGNATURE, true)] })).names).toEqual([]);
  });

  it("is what the operator says", () => {
    const names = [dns("a.example")];
    const extensions = new Set(["keyUsage"] as const);
    expect(parse(requestPem({ names }), { extensions }).names).toEqual([]);
    const insisted = requestPem({
      extensions: [extension(OID.subjectAltName, sequence(...names), true)],
    });
    expect(refusal(insisted, { extensions }).message).toContain("'subjectAltName' not allowed");
    const keyUsages = new Set(["Key Encipherment"] as const);
    const signing = requestPem({ extensions: [usage(DIGITAL_SIGNATURE, true)] });
    expect(refusal(signing, { keyUsages }).message).toContain("'keyUsage' not allowed");
  });
});

/** The common name, or why the request was refused. */
function taken(pem: string): string {
  try {
    return parse(pem).subject.commonName;
  } catch (error) {
    return JeroboamError.isInstance(error) ? error.code : String(error);
  }
}

describe("any request", () => {
  const label = "CERTIFICATE REQUEST";

  it("is refused by reason alone when bytes are put in, taken out or doubled", () => {
    const der = requestDer({ names: [dns("a.example")], keys: TEST_KEYS.p256, oid: OID.ecSha256 });
    fc.assert(
      fc.property(
        fc.nat(der.length),
        fc.nat(12),
        fc.uint8Array({ maxLength: 12 }),
        (at, removed, put) => {
          const changed = Buffer.concat([der.subarray(0, at), put, der.subarray(at + removed)]);
          fc.pre(!changed.equals(der));
          const error = refusal(encodePem(label, changed));
          expect(["JRB_INVALID_CSR", "JRB_CSR_FORBIDDEN"]).toContain(error.code);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("has a common name that every verifier reads alike, or is refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (name) => {
        const pem = requestPem({
          keys: TEST_KEYS.ed25519,
          oid: OID.ed25519,
          digest: undefined,
          subject: subject([OID.commonName, name]),
        });
        const isClean = name.trim() !== "" && !/\p{Cc}/u.test(name);
        expect(taken(pem)).toBe(isClean ? name : "JRB_INVALID_CSR");
      }),
      { numRuns: 100 },
    );
  });
});
