import { isTerminal, type Operation, type Store, type StoreRows } from "@jeroboam/core";

/** Told of what a process does with operations, once that is stored. */
export interface OperationMeter {
  claimed(operation: Operation): void;
  /** A claim ran out, or another process has it. */
  leaseLost(): void;
  /** A step came to its end in this process, after that time. */
  stepFinished(operation: Operation, step: string, elapsedMs: number): void;
  /** A step failed and is tried again later. */
  stepFailed(operation: Operation): void;
  finished(operation: Operation): void;
  /** The clusters of a project are looked at. */
  surveyed(): void;
  /** The database asked for a transaction to be run again. */
  transactionRepeated(): void;
}

type Told = (meter: OperationMeter) => void;

/**
 * The same store, telling what this process does with operations. What a transaction wrote is told
 * when it is committed.
 *
 * @param nowMs - milliseconds of any clock that only grows
 */
export function meteredStore(store: Store, meter: OperationMeter, nowMs: () => number): Store {
  /** What this process claimed, as it was when its present step began. */
  const ours = new Map<string, { readonly operation: Operation; readonly sinceMs: number }>();
  const begin = (operation: Operation) => ours.set(operation.uuid, { operation, sinceMs: nowMs() });
  const changed = (after: Operation): Told => {
    return (told) => {
      const before = ours.get(after.uuid);
      const step = after.finishedSteps.at(-1);
      if (before && step && after.finishedSteps.length > before.operation.finishedSteps.length) {
        told.stepFinished(after, step, nowMs() - before.sinceMs);
        begin(after);
      }
      if (before && after.failures > before.operation.failures) told.stepFailed(after);
      if (after.leaseOwner === null) ours.delete(after.uuid);
      if (isTerminal(after)) told.finished(after);
    };
  };
  const metered = (rows: StoreRows, tell: (told: Told) => void): StoreRows => ({
    ...rows,
    operations: {
      ...rows.operations,
      async insert(operation) {
        const stored = await rows.operations.insert(operation);
        if (stored.leaseOwner !== null) tell(() => begin(stored));
        return stored;
      },
      async replace(operation) {
        const stored = await rows.operations.replace(operation);
        tell(changed(stored));
        return stored;
      },
      async claim(by) {
        const operation = await rows.operations.claim(by);
        if (operation)
          tell((told) => {
            begin(operation);
            told.claimed(operation);
          });
        return operation;
      },
      async renew(claim, leaseUntil) {
        const renewed = await rows.operations.renew(claim, leaseUntil);
        if (!renewed)
          tell((told) => {
            // One that was handed back is not lost.
            if (ours.delete(claim.uuid)) told.leaseLost();
          });
        return renewed;
      },
    },
    surveys: {
      ...rows.surveys,
      async claim(by) {
        const survey = await rows.surveys.claim(by);
        if (survey) tell((told) => told.surveyed());
        return survey;
      },
    },
  });
  return {
    ...metered(store, (told) => told(meter)),
    async transaction(work) {
      let written: Told[] = [];
      let runs = 0;
      const result = await store.transaction((rows) => {
        written = [];
        runs += 1;
        return work(metered(rows, (told) => void written.push(told)));
      });
      for (let repeats = 1; repeats < runs; repeats += 1) meter.transactionRepeated();
      for (const told of written) told(meter);
      return result;
    },
    close: () => store.close(),
  };
}
