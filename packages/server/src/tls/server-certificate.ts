import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { messageOf } from "@jeroboam/core";
import type { ServiceOptions } from "../service-options.ts";

/** What a server shows its callers, both in PEM. */
export interface ServerCertificate {
  /** The server's own first, then those between it and its authority. */
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads what the API needs to speak TLS; undefined where it does not.
 *
 * @upstream magnum/cmd/api.py `_get_ssl_configs`
 * @throws Error that names the file that cannot be used, and why.
 */
export function readServerCertificate({
  enabledSsl,
  sslCertFile,
  sslKeyFile,
}: Pick<ServiceOptions, "enabledSsl" | "sslCertFile" | "sslKeyFile">):
  | ServerCertificate
  | undefined {
  if (!enabledSsl) return undefined;
  const cert = read("--ssl-cert-file", sslCertFile);
  const key = read("--ssl-key-file", sslKeyFile);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(
      `the API cannot speak TLS with the certificate ${sslCertFile ?? ""} and the key ${sslKeyFile ?? ""}: ${messageOf(error)}; both have to be PEM, and the key that of the certificate`,
      { cause: error },
    );
  }
  return { cert, key };
}

function read(flag: string, path: string | undefined): string {
  if (path === undefined || path === "")
    throw new Error(`--enabled-ssl needs ${flag}, or its like in [api] of magnum.conf`);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`the file ${path} of ${flag} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
