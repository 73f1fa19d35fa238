import { createSecretBox } from "../../src/index.ts";
import type { Store } from "@jeroboam/core";

/** One store for one test, which several may open as processes do. */
export interface StoreBench {
  open(options?: { outbox?: boolean; maxConnections?: number }): Promise<Store>;
}
export type NewBench = () => Promise<StoreBench>;

export const secretBox = createSecretBox([Buffer.alloc(32, 7)]);

export const CONFLICT = { code: "JRB_STORE_CONFLICT", retryable: true };
