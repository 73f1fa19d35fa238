import { z } from "zod";

const messageSchema = z.object({ operation: z.uuid() });

/** Deaths of conductors that one message survives; the operation itself stays in the store. */
const DELIVERY_LIMIT = 20;

/** How the queue is declared, by whoever comes first; all have to say the same. */
export function operationQueue(name: string) {
  return {
    queue: name,
    durable: true,
    arguments: { "x-queue-type": "quorum" as const, "x-delivery-limit": DELIVERY_LIMIT },
  };
}

/** What goes over the broker: which operation, and nothing of it. */
export function operationMessage(operationUuid: string): object {
  return { operation: operationUuid };
}

/** The operation that a message is about; undefined when it cannot be read. */
export function readOperationMessage(body: unknown): string | undefined {
  return messageSchema.safeParse(body).data?.operation;
}
