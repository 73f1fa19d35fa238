import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const REQUEST = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1".split(" ");

/** Whether this machine can make certificates. */
export const canSign = spawnSync("openssl", ["version"]).status === 0;

/** A certificate of 127.0.0.1 that is its own authority, as files in the folder. */
export function selfSigned(folder: string, name = "server") {
  const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const files = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", certFile, "-keyout", keyFile];
  const { status, stderr } = spawnSync("openssl", [...REQUEST, ...files], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const cert = readFileSync(certFile, "utf8");
  const key = readFileSync(keyFile, "utf8");
  return { certFile, keyFile, cert, key };
}
