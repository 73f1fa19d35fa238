import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writtenFiles } from "@jeroboam/driver-bench";
import { render, type RenderValues, templateSource, sharedTemplates } from "../src/index.ts";

/** One request that a node sent to the cloud. */
export interface NodeRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A cloud as a node sees it, and a node's files below a folder; its scripts run on this machine. */
export interface BootedNode {
  /** What the next requests of a method and path get; a plain success else. */
  readonly answers: Map<string, { status: number; body?: unknown }>;
  readonly requests: NodeRequest[];
  /** Generation in the server's metadata. */
  generation: number;
  run(script: string, ...argv: readonly string[]): Promise<{ code: number; output: string }>;
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  close(): void;
}

/** What is left of a node's signals: status and id. */
export function signalsOf({ requests }: BootedNode): readonly string[] {
  return requests
    .filter(({ path }) => path === "/signal")
    .map(({ body }) => `${String(body["status"])} ${String(body["id"])}`);
}

/** Puts a node's files below a folder of its own, as cloud-init would put them. */
export async function bootedNode(
  files: (origin: string) => RenderValues,
  heatValues: Readonly<Record<string, string>>,
): Promise<BootedNode> {
  const root = mkdtempSync(join(tmpdir(), "node-"));
  const pem = certificatePem(root, 365);
  const answers: BootedNode["answers"] = new Map();
  const requests: NodeRequest[] = [];
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = "", url: path = "" } = incoming;
    const token = incoming.headers["x-auth-token"];
    const body = await bodyOf(incoming);
    if (!path.startsWith("/openstack/"))
      requests.push({ method, path, token: typeof token === "string" ? token : undefined, body });
    const given = answers.get(`${method} ${path}`) ?? { status: 200, body: { pem } };
    const meta = { meta: { jeroboam_generation: String(node.generation) } };
    outgoing.statusCode = given.status;
    outgoing.setHeader("X-Subject-Token", `token-${requests.length}`);
    outgoing.end(JSON.stringify(path.startsWith("/openstack/") ? meta : given.body));
  };
  const server = createServer((incoming, outgoing) => {
    // A script that was ended hears no more.
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  const place = (path: string) => join(root, path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(place(path)), { recursive: true });
    const own = text
      .replaceAll(/(?<=[ ='"<>])\/(?=etc\/|var\/)/g, `${root}/`)
      .replaceAll("http://169.254.169.254", origin);
    writeFileSync(place(path), own);
  };
  const userData = render(
    "user-data.yaml.hbs",
    templateSource(sharedTemplates).read("user-data.yaml.hbs") ?? "",
    files(origin),
  );
  const replaced = Object.entries(heatValues).reduce(
    (text, [name, value]) => text.replaceAll(`@${name}@`, value),
    userData,
  );
  for (const [path, text] of Object.entries(writtenFiles(replaced))) write(path, text);
  write(
    "/etc/jeroboam/signal.json",
    `{"user_id": "signaller", "password": "p!@#", "project_id": "p", "alarm_url": "${origin}/signal"}\n`,
  );
  mkdirSync(place("var/log"), { recursive: true });
  // Nobody waits in a test.
  mkdirSync(place("bin"));
  writeFileSync(place("bin/sleep"), "#!/bin/sh\n");
  chmodSync(place("bin/sleep"), 0o755);

  const node: BootedNode = {
    answers,
    requests,
    generation: 1,
    run: (script, ...argv) =>
      new Promise((resolve) => {
        const env = { PATH: `${place("bin")}:${process.env["PATH"] ?? ""}` };
        const path = place(`var/lib/jeroboam/${script}`);
        execFile("sh", [path, ...argv], { env }, (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
        );
      }),
    read: (path) => (existsSync(place(path)) ? readFileSync(place(path), "utf8") : undefined),
    write,
    close: () => {
      server.close();
      rmSync(root, { recursive: true });
    },
  };
  return node;
}

/** A certificate that ends after so many days. */
export function certificatePem(folder: string, days: number): string {
  const options = `req -x509 -newkey rsa:2048 -nodes -subj /CN=x -days ${days} -keyout ${folder}/key -out ${folder}/pem`;
  execFileSync("openssl", options.split(" "), { stdio: "ignore" });
  return readFileSync(join(folder, "pem"), "utf8");
}

async function bodyOf(incoming: IncomingMessage): Promise<NodeRequest["body"]> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === "" ? {} : (JSON.parse(text) as NodeRequest["body"]);
}
