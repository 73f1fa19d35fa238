import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const module = new URL("./heap-growth.ts", import.meta.url).href;

/** In a process of its own, because what is told to V8 is told to all threads. */
const PROGRAM = `
  const { getHeapSpaceStatistics } = await import("node:v8");
  const { governHeapGrowth } = await import(${JSON.stringify(module)});
  const youngMib = () => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    return Math.round((space.space_used_size + space.space_available_size) / 2 ** 20);
  };
  const use = () => Array.from({ length: 1_000_000 }, (_, count) => ({ count })).length;
  governHeapGrowth(10);
  use();
  const sizes = [youngMib()];
  const busy = () => {
    if (youngMib() === sizes[0]) return setImmediate(busy);
    sizes.push(youngMib());
    use();
    sizes.push(youngMib());
    console.log(JSON.stringify(sizes));
  };
  busy();
`;

/** It goes round and round until the young generation grows. */
const LIMIT_MS = 20_000;

it(
  "gives a busy process a young generation of 8 MiB, and none a larger one",
  async () => {
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", PROGRAM], {
      timeout: LIMIT_MS,
      env: { PATH: process.env["PATH"] },
    });
    expect(JSON.parse(stdout)).toEqual([1, 8, 8]);
  },
  2 * LIMIT_MS,
);
