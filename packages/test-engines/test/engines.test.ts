import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import {
  type Engine,
  isMissing,
  type Missing,
  startHaProxy,
  startMariaDb,
  startPostgreSql,
  startRabbitMq,
} from "../src/index.ts";

const LIMIT_MS = 120_000;
const DEATH_MS = 30_000;

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const foldersOf = (name: string) =>
  readdirSync(tmpdir()).filter((folder) => folder.startsWith(`jeroboam-${name}-`));

const PROXY = `
defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend all
  bind 127.0.0.1:"$PORT"
  http-request return status 204
`;

it.for([
  ["mariadb", startMariaDb],
  ["postgresql", startPostgreSql],
  ["rabbitmq", startRabbitMq],
  ["haproxy", () => startHaProxy(PROXY)],
] as const)(
  "%s starts, ends, starts again and leaves nothing",
  { timeout: LIMIT_MS },
  async ([name, start], { skip }) => {
    const before = foldersOf(name);
    const engine = await start();
    if (isMissing(engine)) return skip(engine.missing);
    const added = () => foldersOf(name).filter((folder) => !before.includes(folder));
    onTestFinished(() => engine.stop());
    expect(await answers(engine.port)).toBe(true);
    await engine.kill();
    expect(await answers(engine.port)).toBe(false);
    await engine.start();
    expect(await answers(engine.port)).toBe(true);
    const folders = added();
    expect(folders.length).toBeGreaterThan(0);
    await engine.stop();
    expect(await answers(engine.port)).toBe(false);
    expect(added().length).toBeLessThan(folders.length);
  },
);

it.for([
  ["MariaDB", startMariaDb, /already exists|database exists/],
  ["PostgreSQL", startPostgreSql, /already exists/],
] as const)(
  "databases of a killed %s are there again",
  { timeout: LIMIT_MS },
  async ([, start, isThere], { skip }) => {
    const engine = await start();
    if (isMissing(engine)) return skip(engine.missing);
    onTestFinished(() => engine.stop());
    expect(await engine.createDatabase("first")).toMatch(
      new RegExp(`^\\w+://jeroboam:.*@127\\.0\\.0\\.1:${engine.port}/first$`),
    );
    await engine.kill();
    await engine.start();
    await expect(engine.createDatabase("first")).rejects.toThrow(isThere);
    await engine.createDatabase("second");
  },
);

it("an engine dies with the process that started it", { timeout: LIMIT_MS }, async ({ skip }) => {
  const starter = spawn(process.execPath, [join(import.meta.dirname, "starting-process.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(starter.stdout, "data")) as [Buffer];
  const told = JSON.parse(line.toString()) as Missing | Engine;
  starter.kill("SIGKILL");
  if ("missing" in told) return skip(told.missing);
  onTestFinished(() => rmSync(told.folder, { recursive: true }));
  await expect.poll(() => answers(told.port), { timeout: DEATH_MS }).toBe(false);
});

it("what a server complains of is told", async ({ skip }) => {
  const engine = startHaProxy("nonsense");
  const started = await engine.catch((error: unknown) => error);
  if (typeof started === "object" && started && isMissing(started)) return skip(started.missing);
  expect(String(started)).toMatch(/haproxy ended: .*nonsense/s);
});
