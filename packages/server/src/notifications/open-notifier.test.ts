import { expect, it } from "vitest";
import { notification } from "../../test/notifications-rows.ts";
import { jsonLinesLogger } from "../json-lines-logger.ts";
import { readServiceOptions } from "../service-options.ts";
import { openNotifier } from "./open-notifier.ts";

function opened(...argv: readonly string[]) {
  const lines: string[] = [];
  const log = jsonLinesLogger(
    (line) => lines.push(line),
    "info",
    () => new Date(0),
  );
  const options = readServiceOptions(argv, { JEROBOAM_CONFIG_FILE: "/dev/null" });
  return {
    notifier: openNotifier(options, log),
    logged: () => lines.map((line) => JSON.parse(line)),
  };
}

it("tells the log what Magnum would tell the bus", async () => {
  const { notifier, logged } = opened("--notification-drivers=log,noop");
  await notifier?.notify([notification(), notification("failed")]);
  expect(logged()).toMatchObject([
    { level: "info", msg: "magnum.cluster.create", notification: { outcome: "pending" } },
    { level: "error", msg: "magnum.cluster.create", notification: { outcome: "failure" } },
  ]);
});

it("tells nobody where nobody is named, or no broker", () => {
  expect(opened().notifier).toBeUndefined();
  expect(opened("--notification-drivers=noop").notifier).toBeUndefined();
  const { notifier, logged } = opened("--notification-drivers=messagingv2");
  expect(notifier).toBeUndefined();
  expect(logged()).toMatchObject([{ level: "warn", driver: "messagingv2" }]);
});
