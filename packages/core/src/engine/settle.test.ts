import { expect, it } from "vitest";
import { managerBench } from "../testing/manager-bench.ts";
import { silentLogger } from "./logger.ts";

it("what led to a failure is in the log, and users are told the failure alone", async () => {
  const logged: object[] = [];
  const log = { ...silentLogger, error: (fields: object) => void logged.push(fields) };
  const bench = managerBench({ givesCredentials: true, log });
  await bench.template();
  const cause = new Error("the key is not in /var/lib/secret.key");
  bench.cloud.faults.acquire.push(new Error("the secret cannot be opened", { cause }));
  await bench.create();
  await bench.settle();
  const { statusReason } = await bench.manager.clusters.get("c1");
  expect(statusReason).toContain("the secret cannot be opened");
  const [operation] = await bench.manager.clusters.operations("c1");
  expect(JSON.stringify([statusReason, operation, await bench.events()])).not.toContain("/var/lib");
  expect(logged).toMatchObject([{ causes: ["the secret cannot be opened", cause.message] }]);
});
