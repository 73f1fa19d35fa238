import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A value of DER: what its first byte says it is, its length, and what it holds. */
function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = length > 0xff ? [0x82, length >> 8, length & 0xff] : [0x81, length];
  return Buffer.concat([Buffer.from([tag, ...digits]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const set = (...parts: readonly Buffer[]) => der(0x31, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const COMMON_NAME = oid("550403");
const ORGANIZATION = oid("55040a");
const SUBJECT_ALT_NAME = oid("551d11");
const BASIC_CONSTRAINTS = oid("551d13");
const EXTENSION_REQUEST = oid("2a864886f70d01090e");
const CHALLENGE_PASSWORD = oid("2a864886f70d010907");
const ECDSA_WITH_SHA256 = oid("2a8648ce3d040302");
const RSA_WITH_SHA256 = oid("2a864886f70d01010b");
const TRUE = der(0x01, Buffer.from([0xff]));

const extension = (type: Buffer, value: Buffer, isCritical = false) =>
  sequence(type, ...(isCritical ? [TRUE] : []), der(0x04, value));

/** Asks to be an authority. */
export const beAuthority = (isCritical: boolean) =>
  extension(BASIC_CONSTRAINTS, sequence(TRUE), isCritical);
export const hostNames = (...names: readonly string[]) =>
  extension(SUBJECT_ALT_NAME, sequence(...names.map((name) => der(0x82, name))));

export interface WantedRequest {
  readonly commonName?: string;
  readonly organizations?: readonly string[];
  readonly extensions?: readonly Buffer[];
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  /** Signs in place of the key that is to be certified. */
  readonly signWith?: KeyObject;
  /** Of a service-account key: says that a master sends it. */
  readonly masterKey?: KeyObject;
}

/** A PKCS#10 request, be it a proper one or not, which `openssl req` would not write. */
export function certificateRequest(wanted: WantedRequest = {}): string {
  const { commonName = "node-0", organizations = [], extensions = [], masterKey } = wanted;
  const keys = wanted.keys ?? generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = keys.publicKey.export({ type: "spki", format: "der" });
  const name = (type: Buffer, text: string) => set(sequence(type, der(0x0c, text)));
  const challenge = masterKey && sign("sha256", spki, masterKey).toString("base64");
  const info = sequence(
    der(0x02, Buffer.from([0])),
    sequence(
      ...organizations.map((text) => name(ORGANIZATION, text)),
      name(COMMON_NAME, commonName),
    ),
    spki,
    der(
      0xa0,
      ...(extensions.length === 0
        ? []
        : [sequence(EXTENSION_REQUEST, set(sequence(...extensions)))]),
      ...(challenge === undefined ? [] : [sequence(CHALLENGE_PASSWORD, set(der(0x0c, challenge)))]),
    ),
  );
  const isRsa = keys.publicKey.asymmetricKeyType === "rsa";
  const algorithm = isRsa ? sequence(RSA_WITH_SHA256, der(0x05)) : sequence(ECDSA_WITH_SHA256);
  const signature = sign("sha256", info, wanted.signWith ?? keys.privateKey);
  const request = sequence(info, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = request.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join("\n")}\n-----END CERTIFICATE REQUEST-----\n`;
}
