import { openOperations } from "./books.ts";
import { countBy } from "./count-by.ts";
import type { Check } from "./evidence.ts";
import { tellOfOpen } from "./open-operation.ts";

/** What must hold of operations. */
export const OPERATION_CHECKS: Readonly<Record<string, Check>> = {
  "every accepted operation is at its end": (evidence) =>
    openOperations(evidence.books).map((uuid) => tellOfOpen(evidence, uuid)),

  "every operation ended once, and recorded each step once": ({ books }) => {
    const ends = countBy(books.events, (event) =>
      event.type === "operation.finished" ? `the end of operation ${event.operationId}` : undefined,
    );
    const steps = countBy(books.events, (event) =>
      event.type === "operation.step"
        ? `step ${event.step} of operation ${event.operationId}`
        : undefined,
    );
    return [...ends, ...steps].flatMap(([what, times]) =>
      times > 1 ? [`${what} is recorded ${times} times`] : [],
    );
  },

  "no open claim is left": ({ books }) =>
    [...books.operations.values()].flatMap(({ uuid, leaseOwner }) =>
      leaseOwner === null ? [] : [`operation ${uuid} is still claimed by ${leaseOwner}`],
    ),
};
