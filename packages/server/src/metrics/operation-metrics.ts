import { Counter, Histogram, type Registry } from "prom-client";
import type { OperationMeter } from "./metered-store.ts";

/** From a row that is written to a stack that takes half an hour. */
const STEP_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

/** The figures of what a process does with operations. */
export function operationMetrics(registry: Registry): OperationMeter {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `jeroboam_${name}`, help, labelNames, registers });
  const claims = counter("operation_claims_total", "Operations that were claimed.", "operation");
  const lost = counter("leases_lost_total", "Claims that ran out or went to another process.");
  const finished = counter(
    "operations_finished_total",
    "Operations that came to an end in this process.",
    "operation",
    "outcome",
  );
  const failures = counter(
    "step_failures_total",
    "Steps that failed and are tried again.",
    "operation",
  );
  const surveys = counter("surveys_total", "Looks at all clusters of one project.");
  const repeats = counter(
    "store_transaction_repeats_total",
    "Transactions that the database asked to run again.",
  );
  const steps = new Histogram({
    name: "jeroboam_step_duration_seconds",
    help: "Finished steps of operations and how long their last run took.",
    labelNames: ["operation", "step"],
    buckets: STEP_SECONDS,
    registers,
  });
  return {
    claimed: ({ kind }) => claims.inc({ operation: kind }),
    leaseLost: () => lost.inc(),
    stepFinished: ({ kind }, step, elapsedMs) =>
      steps.observe({ operation: kind, step }, elapsedMs / 1000),
    stepFailed: ({ kind }) => failures.inc({ operation: kind }),
    finished: ({ kind, state }) => finished.inc({ operation: kind, outcome: state }),
    surveyed: () => surveys.inc(),
    transactionRepeated: () => repeats.inc(),
  };
}
