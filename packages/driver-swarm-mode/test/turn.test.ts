import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedTemplates } from "@jeroboam/heat";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const turn = new URL("../templates/scripts/turn.sh", import.meta.url);
const retry = new URL("scripts/retry.sh", sharedTemplates);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "turn-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the step while `docker node ls` answers one list after the other; tells for how long it slept. */
function pauses(settings: string, lists: readonly string[] = []) {
  const at = (name: string) => join(folder, name);
  const program = (name: string, script: string) => {
    writeFileSync(at(name), `#!/bin/sh\n${script}\n`);
    chmodSync(at(name), 0o755);
  };
  writeFileSync(at("settings"), settings);
  writeFileSync(
    at("turn.sh"),
    readFileSync(turn, "utf8").replace("/etc/jeroboam/settings", at("settings")),
  );
  writeFileSync(at("retry.sh"), readFileSync(retry));
  for (const [index, list] of lists.entries()) writeFileSync(at(`list-${index}`), `${list}\n`);
  program("sleep", `echo "$1" >>"${folder}/slept"`);
  program(
    "docker",
    `n=$(ls "${folder}" | grep -c '^asked'); touch "${folder}/asked$n"; cat "${folder}/list-$n"`,
  );
  const env = {
    PATH: `${folder}:${process.env["PATH"] ?? ""}`,
    DEADLINE: String(Math.floor(Date.now() / 1000) + 60),
  };
  const { status } = spawnSync("sh", [at("turn.sh")], { env });
  expect(status).toBe(0);
  return readFileSync(at("slept"), "utf8").trim().split("\n").map(Number);
}

describe("a node's turn to restart Docker", () => {
  it("comes for managers half a minute apart, and only while all of them are reachable", () => {
    const whole = "Ready Reachable\nReady Leader\nReady Reachable";
    expect(pauses("ROLE=manager NODE_INDEX=2", [whole])).toEqual([60]);
    const broken = ["Down Unreachable\nReady Leader\nReady Reachable", "", "Ready Leader\nReady "];
    rmSync(join(folder, "asked0"));
    rmSync(join(folder, "slept"));
    expect(pauses("ROLE=manager NODE_INDEX=0", [...broken, whole])).toEqual([0, 3, 3, 3]);
  });

  it.each([
    [0, 0],
    [3, 45],
    [15, 105],
    [16, 0],
  ])("comes for worker %s after %s seconds", (index, seconds) => {
    expect(pauses(`ROLE=worker NODE_INDEX=${index}`)).toEqual([seconds]);
  });
});
