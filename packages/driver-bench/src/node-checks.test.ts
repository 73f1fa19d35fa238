import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { goldenRequest } from "./golden-request.ts";
import { shellcheckFaults } from "./shellcheck-faults.ts";
import { syntaxFault } from "./syntax-fault.ts";
import { writtenFiles } from "./written-files.ts";

let path: string;
let folder: URL;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "bench-"));
  folder = pathToFileURL(`${path}/`);
});
afterEach(() => rmSync(path, { recursive: true }));

it("finds a quote that is not closed, and runs nothing", () => {
  expect(syntaxFault("touch broken '")).not.toBe("");
  expect(syntaxFault("echo ran >&2")).toBe("");
});

it("says what shellcheck says", ({ skip }) => {
  writeFileSync(join(path, "a.sh"), "#!/bin/sh\necho $1\n");
  const faults = shellcheckFaults(folder);
  skip(faults === undefined, "shellcheck is not installed");
  expect(faults).toContain("SC2086");
});

it("reads the files of a cloud-config", () => {
  const entry = String.raw`  - path: /etc/a
    permissions: "0644"
    content: "one\n\"two\"\n"
`;
  expect(writtenFiles(`#cloud-config\nwrite_files:\n${entry}`)).toEqual({
    "/etc/a": 'one\n"two"\n',
  });
});

it("keeps requests readable, and knows which were never kept", () => {
  const request = { text: "one\ntwo" };
  expect(goldenRequest(folder, "absent", request).kept).toBeUndefined();
  writeFileSync(join(path, "there.json"), '{"text": ["one", "two"]}');
  const { is, kept } = goldenRequest(folder, "there", request);
  expect(is).toEqual(kept);
});
