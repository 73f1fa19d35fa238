import type { Option } from "commander";
import {
  AUTHORITY_KEY_TYPES,
  CERT_MANAGER_TYPES,
  REQUESTABLE_EXTENSIONS,
  SIGNATURE_HASHES,
} from "@jeroboam/core";
import { keyUsages } from "../option-values/choice-value.ts";
import { positiveNumber, wholeNumber, wordsOf } from "../option-values/plain-value.ts";
import { option } from "../service-option.ts";

/** What clusters' authorities are, and what they certify. */
export const certificateOptions = (): readonly Option[] => [
  option(
    "--csr-rsa-bits-min <bits>",
    "shortest RSA key that is certified; below 2048 only for old clients",
  )
    .argParser(wholeNumber)
    .default(2048),
  option(
    "--cert-manager-type <type>",
    "where the private keys of clusters' authorities are kept: in the key manager (Barbican), in the database, or in files of this machine",
  )
    .choices(CERT_MANAGER_TYPES)
    .default("x509keypair"),
  option(
    "--certificate-dir <path>",
    "where those files are (default: certificates in the state directory)",
  ),
  option(
    "--certificate-validity-days <days>",
    "how long a cluster's authority is valid (default: 1825)",
  ).argParser(positiveNumber),
  option(
    "--certificate-key-bits <bits>",
    "size of a cluster authority's RSA key (default: 2048)",
  ).argParser(wholeNumber),
  option(
    "--certificate-key-type <type>",
    "kind of key that a cluster's authority has (default: rsa)",
  ).choices(AUTHORITY_KEY_TYPES),
  option(
    "--certificate-hash <hash>",
    "what certificates are hashed with before they are signed (default: sha256)",
  ).choices(SIGNATURE_HASHES),
  option(
    "--csr-allowed-extensions <names>",
    "extensions that a certificate request may hold; others are left out, or refused where they are critical (default: all that have a meaning)",
  ).argParser(wordsOf(REQUESTABLE_EXTENSIONS)),
  option(
    "--csr-allowed-key-usages <names>",
    "what certified keys may be for, as magnum.conf names it; Certificate Sign and CRL Sign never are (default: Digital Signature,Non Repudiation,Key Encipherment)",
  ).argParser(keyUsages),
];
