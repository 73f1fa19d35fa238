import { createPublicKey, type KeyObject } from "node:crypto";
import { childrenOf, type DerNode, dottedOf, encodeDer } from "./der.ts";
import { attempt, invalidRequest } from "./refused-request.ts";

const RSA_BITS_MAX = 8192;
/** Smaller ones are weak with careless senders, larger ones only cost time. */
const RSA_EXPONENT_MIN = 65_537n;
const RSA_EXPONENT_MAX = 2n ** 32n;
const EC_PUBLIC_KEY = "1.2.840.10045.2.1";
const CURVES: readonly string[] = ["prime256v1", "secp384r1"];

/**
 * Reads the key that is to be certified: RSA of `rsaBitsMin` to 8192 bits, EC P-256 or P-384, Ed25519.
 *
 * @throws `JRB_INVALID_CSR`
 */
export function readPublicKey(node: DerNode, rsaBitsMin: number): KeyObject {
  const [algorithm] = childrenOf(node);
  const [type, parameters] = childrenOf(algorithm);
  const oid = attempt("its public key cannot be read", () => dottedOf(type));
  // A curve that is written out instead of named is read by some and not by others.
  if (oid === EC_PUBLIC_KEY && !attempt("its curve cannot be read", () => dottedOf(parameters)))
    throw invalidRequest("its curve has no name");
  const der = encodeDer(node);
  const key = attempt("its public key cannot be read", () =>
    createPublicKey({ key: der, format: "der", type: "spki" }),
  );
  const refused = refusedKey(key, rsaBitsMin);
  if (refused !== undefined) throw invalidRequest(refused);
  if (!key.export({ type: "spki", format: "der" }).equals(der))
    throw invalidRequest("its public key is not written as it should be");
  return key;
}

/** Why a key is not one we certify; undefined when it is. */
function refusedKey(key: KeyObject, rsaBitsMin: number): string | undefined {
  const {
    modulusLength = 0,
    publicExponent = 0n,
    namedCurve = "unnamed",
  } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "rsa":
      if (modulusLength < rsaBitsMin || modulusLength > RSA_BITS_MAX)
        return `an RSA key must have ${rsaBitsMin} to ${RSA_BITS_MAX} bits, this one has ${modulusLength}`;
      return isFitExponent(publicExponent)
        ? undefined
        : "the public exponent of an RSA key must be odd and between 65537 and 2^32";
    case "ec":
      return CURVES.includes(namedCurve)
        ? undefined
        : `the curve must be P-256 or P-384, this one is ${namedCurve}`;
    case "ed25519":
      return undefined;
    default:
      return `keys of type ${key.asymmetricKeyType ?? "unknown"} are not certified; use RSA, EC or Ed25519`;
  }
}

function isFitExponent(exponent: bigint): boolean {
  return exponent >= RSA_EXPONENT_MIN && exponent <= RSA_EXPONENT_MAX && exponent % 2n === 1n;
}
