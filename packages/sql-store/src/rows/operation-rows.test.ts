import { expect, it, onTestFinished } from "vitest";
import { anOperation, at } from "../../test/contract/rows.ts";
import { readRunner } from "../database/run-transaction.ts";
import { openSqliteEngine } from "../database/sqlite-engine.ts";
import { migrate } from "../migrations/schema-version.ts";
import { operationRows } from "./operation-rows.ts";
import { rowScope } from "./row-scope.ts";

it("one that is renewed while another process is about to claim it stays whose it is", async () => {
  const engine = await openSqliteEngine(":memory:");
  onTestFinished(() => engine.close());
  await migrate(engine);
  const statements = readRunner(engine);
  const owner = operationRows(rowScope(engine, statements, []));
  await owner.insert(anOperation());
  const held = await owner.claim({ owner: "a", now: at(0), leaseUntil: at(10) });
  if (!held) throw new Error("nothing was claimed");
  let renewed = false;
  const late = operationRows(
    rowScope(
      engine,
      {
        async executeQuery<R>(query: Parameters<typeof statements.executeQuery>[0]) {
          const result = await statements.executeQuery<R>(query);
          // The other one has seen by now that the lease ran out.
          if (!renewed) renewed = await owner.renew(held, at(500));
          return result;
        },
      },
      [],
    ),
  );
  const by = { owner: "b", now: at(20), leaseUntil: at(30) };
  expect(await late.claim(by)).toBeUndefined();
  expect(renewed).toBe(true);
  expect(await owner.find(held.uuid)).toEqual({ ...held, leaseUntil: at(500) });
});
