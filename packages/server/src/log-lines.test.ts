import { EventEmitter, once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { logLines } from "./log-lines.ts";

it("writes the lines of one turn together, in order", async () => {
  const written: string[] = [];
  const { write } = logLines((text) => written.push(text), new EventEmitter());
  write("a\n");
  write("b\n");
  expect(written).toEqual([]);
  await turn();
  write("c\n");
  await turn();
  expect(written).toEqual(["a\nb\n", "c\n"]);
});

it("writes what is left when the process exits, once", async () => {
  const written: string[] = [];
  const process = new EventEmitter();
  const { write } = logLines((text) => written.push(text), process);
  write("a\n");
  const exited = once(process, "exit");
  process.emit("exit");
  await exited;
  await turn();
  expect(written).toEqual(["a\n"]);
});

it("writes at once what is left when it is told to, once", async () => {
  const written: string[] = [];
  const { write, flush } = logLines((text) => written.push(text), new EventEmitter());
  write("a\n");
  flush();
  flush();
  expect(written).toEqual(["a\n"]);
  await turn();
  expect(written).toEqual(["a\n"]);
});
