import { executionAsyncResource } from "node:async_hooks";

let kept: object | undefined;

/**
 * Keeps one of the objects that `process.nextTick` makes for each call, and with it what V8 learnt of
 * their shape. A full garbage collection that finds none of them forgets it, and V8 makes them the slow
 * way from then on, several for each request.
 */
export function keepTickShape(): void {
  process.nextTick(() => {
    kept ??= executionAsyncResource();
  });
}
