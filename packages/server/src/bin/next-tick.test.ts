import { executionAsyncResource } from "node:async_hooks";
import { expect, it } from "vitest";

it("is called with the object that process.nextTick made at hand, which is what keepTickShape keeps", async () => {
  const callback = expect.any(Function);
  const resource = await new Promise((resolve) => {
    process.nextTick(() => resolve({ ...executionAsyncResource() }));
  });
  expect(resource).toMatchObject({ callback });
});
