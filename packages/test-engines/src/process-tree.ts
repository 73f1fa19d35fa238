import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 10;
const DEADLINE_MS = 10_000;

/** Ends a process and all below it as kill -9 does. Answers their ids. */
export function killTree(pid: number): readonly number[] {
  // Stopped first: it must not fork while its children are counted.
  signal(pid, "SIGSTOP");
  const all = [pid, ...descendants(pid)];
  for (const one of all) signal(one, "SIGKILL");
  return all;
}

/** Resolves when none of the processes runs any more. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (pids.some(isRunning)) {
    if (Date.now() > deadline) throw new Error(`processes ${pids.join(", ")} do not end`);
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Whether it runs; one that only waits to be reaped does not, unless it has threads that still end. */
function isRunning(pid: number): boolean {
  const status = read(`/proc/${pid}/status`);
  const threads = Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return threads > (/^State:\s+[ZX]/m.test(status) ? 1 : 0);
}

function descendants(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process is gone.
    return "";
  }
}

function signal(pid: number, name: "SIGKILL" | "SIGSTOP"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}
