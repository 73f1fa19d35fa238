#!/usr/bin/env node
// The executable. What an old Node.js cannot load is imported after its version was looked at.
import manifest from "../package.json" with { type: "json" };
import { governHeapGrowth } from "./bin/heap-growth.ts";
import { keepTickShape } from "./bin/next-tick.ts";
import { unfitNode } from "./bin/node-version.ts";

// Whoever reads what is written may go away: a service goes on without, a command has nothing left to say.
process.stderr.on("error", () => undefined);
process.stdout.on("error", () => process.exit());

const unfit = unfitNode(process.versions.node);
if (unfit === undefined) {
  governHeapGrowth();
  keepTickShape();
  const { runArguments } = await import("./bin/run-arguments.ts");
  await runArguments(manifest.version);
} else {
  process.exitCode = 1;
  process.stderr.write(`jeroboam: ${unfit}\n`);
}
