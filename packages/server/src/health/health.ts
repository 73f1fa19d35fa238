import { type Clock, messageOf, systemClock } from "@jeroboam/core";

/** One thing that a process needs, and how it is asked after. */
export interface HealthCheck {
  readonly name: string;
  /** Without it the process cannot answer or work; others are told of and are not fatal. */
  readonly required: boolean;
  /** Answers a detail, or throws when it is not well. */
  check(): Promise<string>;
}

/** What a check found. */
export interface CheckResult {
  readonly ok: boolean;
  readonly required: boolean;
  readonly detail: string;
}

/** Whether a process wants to be asked. */
export interface Readiness {
  readonly ready: boolean;
  readonly stopping: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** How a process tells others that it is there, and whether it can work. */
export interface Health {
  readiness(): Promise<Readiness>;
}

export interface HealthOptions {
  readonly checks: readonly HealthCheck[];
  /** Aborted when the process stops: from then on it is not ready. */
  readonly stopping: AbortSignal;
  /** How long what was found is told again without asking. Default 2000. */
  readonly keepMs?: number;
  /** What answers no sooner is not well. Default 3000. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

const KEEP_MS = 2000;
const TIMEOUT_MS = 3000;

/** Asks all checks side by side; callers share what was found, so that asking often costs nothing. */
export function createHealth(options: HealthOptions): Health {
  const { checks, stopping, clock = systemClock } = options;
  const { keepMs = KEEP_MS, timeoutMs = TIMEOUT_MS } = options;
  let asked: { readonly atMs: number; readonly results: Promise<Readiness["checks"]> } | undefined;

  const runAll = async () => {
    const results = await Promise.all(
      checks.map(async (one) => [one.name, await runCheck(one, timeoutMs, clock)] as const),
    );
    return Object.fromEntries(results);
  };
  return {
    async readiness() {
      const nowMs = clock.now().getTime();
      if (!asked || Math.abs(nowMs - asked.atMs) >= keepMs)
        asked = { atMs: nowMs, results: runAll() };
      const results = await asked.results;
      const able = Object.values(results).every(({ ok, required }) => ok || !required);
      return { ready: able && !stopping.aborted, stopping: stopping.aborted, checks: results };
    },
  };
}

async function runCheck(
  { required, check }: HealthCheck,
  timeoutMs: number,
  clock: Clock,
): Promise<CheckResult> {
  const answered = new AbortController();
  const tooLate = clock.sleep(timeoutMs, answered.signal).then(() => {
    throw new Error(`it did not answer within ${timeoutMs / 1000} s`);
  });
  try {
    return { ok: true, required, detail: await Promise.race([check(), tooLate]) };
  } catch (error) {
    return { ok: false, required, detail: messageOf(error) };
  } finally {
    tooLate.catch(() => {});
    answered.abort();
  }
}
