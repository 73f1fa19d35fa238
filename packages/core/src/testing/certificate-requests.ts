import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { commonName } from "../certificates/certificate.ts";
import {
  bitString,
  boolean,
  decodeDer,
  type DerNode,
  encodeDer,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  taggedBytes,
  utf8String,
} from "../certificates/der.ts";
import { encodePem } from "../certificates/pem.ts";

export interface TestKeys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const TEST_KEYS = {
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  p256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  p384: generateKeyPairSync("ec", { namedCurve: "P-384" }),
  ed25519: generateKeyPairSync("ed25519"),
};

export const OID = {
  rsaSha256: "1.2.840.113549.1.1.11",
  rsaMd5: "1.2.840.113549.1.1.4",
  rsaSha1: "1.2.840.113549.1.1.5",
  rsaSha224: "1.2.840.113549.1.1.14",
  ecSha1: "1.2.840.10045.4.1",
  ecSha224: "1.2.840.10045.4.3.1",
  ecSha256: "1.2.840.10045.4.3.2",
  ecSha384: "1.2.840.10045.4.3.3",
  ed25519: "1.3.101.112",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  keyUsage: "2.5.29.15",
  commonName: "2.5.4.3",
  organization: "2.5.4.10",
  extensionRequest: "1.2.840.113549.1.9.14",
  challengePassword: "1.2.840.113549.1.9.7",
} as const;

export const dns = (name: string) => taggedBytes(2, Buffer.from(name, "latin1"));
export const address = (...bytes: number[]) => taggedBytes(7, Buffer.from(bytes));
export const mail = (name: string) => taggedBytes(1, Buffer.from(name));

/** A distinguished name with one value after the other; texts become UTF8String. */
export function subject(...values: readonly (readonly [string, string | DerNode])[]): DerNode {
  return sequence(
    ...values.map(([oid, value]) =>
      set(sequence(objectIdentifier(oid), typeof value === "string" ? utf8String(value) : value)),
    ),
  );
}

export function extension(oid: string, value: DerNode, isCritical = false): DerNode {
  const flag = isCritical ? [boolean(true)] : [];
  return sequence(objectIdentifier(oid), ...flag, octetString(encodeDer(value)));
}

export const attribute = (oid: string, ...values: readonly DerNode[]): DerNode =>
  sequence(objectIdentifier(oid), set(...values));

export interface RequestOptions {
  readonly keys?: TestKeys;
  readonly oid?: string;
  readonly digest?: string | undefined;
  readonly subject?: DerNode;
  readonly names?: readonly DerNode[];
  /** Beside the names. */
  readonly extensions?: readonly DerNode[];
  /** Beside the extensions. */
  readonly attributes?: readonly DerNode[];
  readonly signWith?: KeyObject;
  readonly version?: number;
  /** In place of the key's own bytes. */
  readonly publicKey?: DerNode;
}

/** A PKCS#10 request, be it a proper one or not; DER. */
export function requestDer(options: RequestOptions = {}): Buffer {
  const { keys = TEST_KEYS.rsa, oid = OID.rsaSha256, names = [] } = options;
  const digest = "digest" in options ? options.digest : "sha256";
  const isRsa = keys.publicKey.asymmetricKeyType === "rsa";
  const algorithm = sequence(objectIdentifier(oid), ...(isRsa ? [nothing()] : []));
  const extensions = [
    ...(names.length === 0 ? [] : [extension(OID.subjectAltName, sequence(...names))]),
    ...(options.extensions ?? []),
  ];
  const info = sequence(
    integer(Buffer.from([options.version ?? 0])),
    options.subject ?? commonName("node-0"),
    options.publicKey ?? decodeDer(keys.publicKey.export({ type: "spki", format: "der" })),
    tagged(
      0,
      ...(extensions.length === 0
        ? []
        : [attribute(OID.extensionRequest, sequence(...extensions))]),
      ...(options.attributes ?? []),
    ),
  );
  const signature = sign(digest, encodeDer(info), options.signWith ?? keys.privateKey);
  return encodeDer(sequence(info, algorithm, bitString(signature)));
}

export const requestPem = (options: RequestOptions = {}): string =>
  encodePem("CERTIFICATE REQUEST", requestDer(options));
