// Claims an operation and a turn for an hour, says so, and waits to be killed.
import { openSqlStore, parseDatabaseUrl } from "../src/index.ts";
import { anOperation } from "./contract/rows.ts";
import { secretBox } from "./contract/store-bench.ts";

const [, , url = ""] = process.argv;
const store = await openSqlStore({ location: parseDatabaseUrl(url), secretBox, isAlone: true });
const now = new Date();
const claim = { now, leaseUntil: new Date(now.getTime() + 3_600_000) };
const { uuid } = await store.operations.insert(anOperation({ notBefore: now }));
await store.surveys.due("project", now);
const claimed = [
  await store.operations.claim({ ...claim, owner: "killed" }),
  await store.surveys.claim(claim),
];
if (claimed.every((one) => one !== undefined)) process.stdout.write(`${uuid}\n`);
setInterval(() => {}, 1000);
