import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
// As a whole: the oldest Node.js that runs this lacks setDefaultCACertificates.
import tls from "node:tls";
import { messageOf } from "@jeroboam/core";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Reads the authorities in files, in PEM.
 *
 * @throws Error that names the file that cannot be used, and why.
 */
export function readAuthorities(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    try {
      const found = readFileSync(path, "utf8").match(CERTIFICATE) ?? [];
      if (found.length === 0) throw new Error("it holds no certificate in PEM");
      return found.map((one) => new X509Certificate(one).toString());
    } catch (error) {
      throw new Error(`the authorities in ${path} cannot be used: ${messageOf(error)}`, {
        cause: error,
      });
    }
  });
}

/**
 * Lets this process believe the authorities in files beside those that Node.js believes, whatever it
 * connects to from now on.
 *
 * @throws Error that names the file that cannot be used, and why.
 */
export function trustAuthorities(paths: readonly string[]): void {
  if (paths.length === 0) return;
  const known = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...new Set([...known, ...readAuthorities(paths)])]);
}
