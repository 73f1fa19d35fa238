import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key and the request for its certificate, as a node of a swarm makes them with OpenSSL. */
export function nodeKeys(address: string) {
  const folder = mkdtempSync(join(tmpdir(), "csr-"));
  const [key, csr] = [join(folder, "server.key"), join(folder, "server.csr")];
  try {
    execFileSync(
      "openssl",
      [
        "req -new -newkey rsa:2048 -nodes -subj /CN=swarm.invalid",
        `-addext subjectAltName=IP:${address},IP:127.0.0.1`,
        "-addext extendedKeyUsage=clientAuth,serverAuth",
        `-keyout ${key} -out ${csr}`,
      ].flatMap((words) => words.split(" ")),
      { stdio: "pipe" },
    );
    return { privateKeyPem: readFileSync(key, "utf8"), csrPem: readFileSync(csr, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
