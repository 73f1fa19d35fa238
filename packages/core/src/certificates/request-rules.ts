/** Extensions that a request may hold: what they say is obeyed, or known and chosen here. */
const EXTENSIONS = {
  keyUsage: "2.5.29.15",
  extendedKeyUsage: "2.5.29.37",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  subjectKeyIdentifier: "2.5.29.14",
} as const;
export type RequestableExtension = keyof typeof EXTENSIONS;
export const REQUESTABLE_EXTENSIONS = Object.keys(EXTENSIONS) as readonly RequestableExtension[];

/** By object identifier. */
export const REQUESTABLE: ReadonlyMap<string, string> = new Map(
  Object.entries(EXTENSIONS).map(([name, oid]) => [oid, name]),
);

/** Magnum's names of the bits of KeyUsage, RFC 5280 4.2.1.3, in their order. */
export const KEY_USAGES = [
  "Digital Signature",
  "Non Repudiation",
  "Key Encipherment",
  "Data Encipherment",
  "Key Agreement",
  "Certificate Sign",
  "CRL Sign",
  "Encipher Only",
  "Decipher Only",
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export const KEY_USAGE_BITS: ReadonlyMap<KeyUsage, number> = new Map(
  KEY_USAGES.map((usage, bit) => [usage, bit]),
);

/** What a certificate request may ask for. */
export interface RequestRules {
  /** The shortest RSA key, in bits. */
  readonly rsaBitsMin: number;
  /** Others are left out, or refused where they are critical. */
  readonly extensions: ReadonlySet<RequestableExtension>;
  /** The uses of a key; others are left out, or refused where the extension is critical. */
  readonly keyUsages: ReadonlySet<KeyUsage>;
}

/** @upstream magnum/conf/x509.py */
export const DEFAULT_REQUEST_RULES: RequestRules = {
  rsaBitsMin: 2048,
  extensions: new Set(REQUESTABLE_EXTENSIONS),
  keyUsages: new Set(["Digital Signature", "Key Encipherment", "Non Repudiation"]),
};
