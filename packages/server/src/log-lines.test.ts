import { EventEmitter, once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { logLines } from "./log-lines.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("writes the lines of one turn together, in order", async () => {
  const written: string[] = [];
  const { write } = logLines((text) => written.push(text), new EventEmitter());
  write("a\n");
  write("b\n");
  expect(written).toEqual([]);
  await turn();
  expect(written).toEqual(["a\nb\n"]);
});

it("writes the lines of several turns together while many come, and at once those after a pause", async () => {
  vi.useFakeTimers();
  const written: string[] = [];
  const { write } = logLines((text) => written.push(text), new EventEmitter());
  write("a\n");
  await vi.advanceTimersByTimeAsync(1);
  write("b\n");
  await vi.advanceTimersByTimeAsync(10);
  write("c\n");
  expect(written).toEqual(["a\n"]);
  await vi.advanceTimersByTimeAsync(10);
  expect(written).toEqual(["a\n", "b\nc\n"]);
  await vi.advanceTimersByTimeAsync(20);
  write("d\n");
  await vi.advanceTimersByTimeAsync(0);
  expect(written).toEqual(["a\n", "b\nc\n", "d\n"]);
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
