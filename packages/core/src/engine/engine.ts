import type { Operation } from "../operation/operation.ts";
import { messageOf } from "../errors/jeroboam-error.ts";
import type { EngineParts } from "./engine-parts.ts";
import { leaseFrom } from "./lease.ts";
import { type RunOptions, runOperation } from "./run-operation.ts";

export interface Engine {
  /** Claims and runs whatever falls due, until stopped. */
  start(): void;
  /** Runs everything that is due now; answers how many steps that took. */
  runDue(): Promise<number>;
  /** Goes on with an operation that this process claimed when it stored it. */
  runClaimed(operation: Operation, options: RunOptions): Promise<void>;
  /** Runs the operation that this process was told of, unless another one has it or it waits for its turn: then it is found in the store when it falls due. */
  runHanded(operationUuid: string): Promise<void>;
  /** After `stopping`: resolves when everything that ran has handed its claim back. */
  stopped(): Promise<void>;
}

/** Operations at once in one process; they mostly wait for the cloud. */
const CONCURRENCY = 32;
/** Another process may have stored something without waking this one. */
const LOOK_AGAIN_MS = 2000;

export function createEngine<Services>(parts: EngineParts<Services>): Engine {
  const running = new Set<Promise<unknown>>();
  const { stopping } = parts;
  let loop: Promise<void> | undefined;

  const claim = (uuid?: string) =>
    parts.store.operations.claim({
      owner: parts.owner,
      now: parts.clock.now(),
      leaseUntil: leaseFrom(parts),
      ...(uuid === undefined ? {} : { uuid }),
    });
  const launch = (operation: Operation, options?: RunOptions): Promise<number> => {
    const run = runOperation(parts, operation, options).catch((error: unknown) => {
      parts.log.error(
        { operation: operation.uuid, message: messageOf(error) },
        "operation crashed; its lease will run out",
      );
      return 0;
    });
    return counted(run);
  };
  /** What this process waits for before it stops. */
  const counted = <Result>(work: Promise<Result>): Promise<Result> => {
    running.add(work);
    const forget = () => {
      running.delete(work);
      parts.wakeUp.notify();
    };
    work.then(forget, forget);
    return work;
  };
  const untilDue = async (signal: AbortSignal) => {
    const now = parts.clock.now();
    const due = running.size < CONCURRENCY ? await parts.store.operations.nextDue(now) : undefined;
    const waitMs = due ? Math.max(1, due.getTime() - now.getTime()) : LOOK_AGAIN_MS;
    await parts.clock.sleep(Math.min(waitMs, LOOK_AGAIN_MS), signal);
  };
  const keepRunning = async () => {
    while (!stopping.aborted) {
      const woken = new AbortController();
      const signal = AbortSignal.any([woken.signal, stopping]);
      // Before the claim, so that what is stored in between is not slept over.
      const wake = parts.wakeUp.next(signal);
      try {
        const operation = running.size < CONCURRENCY ? await claim() : undefined;
        if (operation) void launch(operation);
        else await Promise.race([wake, untilDue(signal)]);
      } catch (error) {
        parts.log.error({ message: messageOf(error) }, "the store did not answer; trying again");
        await parts.clock.sleep(LOOK_AGAIN_MS, stopping);
      } finally {
        woken.abort();
      }
    }
  };

  return {
    start() {
      loop ??= keepRunning();
    },
    async runDue() {
      let steps = 0;
      while (!stopping.aborted) {
        const operation = await claim();
        if (!operation) break;
        steps += await launch(operation);
      }
      return steps;
    },
    async runHanded(operationUuid) {
      if (stopping.aborted) return;
      await counted(claim(operationUuid).then((operation) => operation && launch(operation)));
    },
    async runClaimed(operation, options) {
      await launch(operation, options);
    },
    async stopped() {
      await loop;
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
