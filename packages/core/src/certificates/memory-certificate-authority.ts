import { createMemoryStore } from "../store/memory-store.ts";
import {
  type CertificateAuthorityOptions,
  createCertificateAuthority,
} from "./certificate-authority.ts";
import type { CertificateAuthority } from "./certificate-port.ts";
import { createX509KeyPairCertManager } from "./x509keypair-cert-manager.ts";

/** Keeps the CA of each cluster in the memory of this process: for tests, demonstrations and short-lived tools. */
export function createMemoryCertificateAuthority(
  options: CertificateAuthorityOptions = {},
): CertificateAuthority {
  const { authorities, keyPairs } = createMemoryStore();
  return createCertificateAuthority(authorities, createX509KeyPairCertManager(keyPairs), options);
}
