import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import type { Identity } from "../src/identity/identity.ts";
import { type PolicyFileOptions, policyFromFile } from "../src/policy/policy-from-file.ts";

const reader: Identity = {
  userId: "rita",
  userDomainId: "default",
  projectId: "p1",
  projectDomainId: "default",
  systemScope: null,
  roles: ["reader"],
  isAdminProject: true,
  trusteeDomainId: null,
  trusteeOfCluster: null,
  accessRules: null,
};

function bench(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  options: PolicyFileOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "policy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "policy.yaml");
  const directory = join(folder, "policy.d");
  let nowMs = Date.parse("2030-01-01T00:00:00Z");
  const said: { level: string; message: string; fields: object }[] = [];
  const hear = (level: string) => (fields: object, message: string) =>
    void said.push({ level, message, fields });
  const log = {
    debug: hear("debug"),
    info: hear("info"),
    warn: hear("warn"),
    error: hear("error"),
  };
  return {
    folder,
    path,
    directory,
    complaints: () => said.filter(({ level }) => level === "warn" || level === "error"),
    write: (text: string) => writeFileSync(path, text),
    writeBeside: (name: string, text: string) => {
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, name), text);
    },
    advance: (ms: number) => void (nowMs += ms),
    open: () =>
      policyFromFile({
        path,
        directories: [directory],
        log,
        clock: { now: () => new Date(nowMs) },
        ...options,
      }),
  };
}

/** Whether a reader may create clusters, which the defaults deny; both of one size. */
const OPEN = 'cluster:create: "role:reader"\n';
const SHUT = 'cluster:create: "role:member"\n';
/** What a reader may do by the defaults, shut. */
const STRICT = 'cluster:get_all: "!"\n';
const STRICT_STATS = 'stats:get_all: "!"\n';

describe("policy files", () => {
  it("count over the defaults, which count where there is no file", (context) => {
    const { open, write } = bench(context);
    expect(open().allows("cluster:create", reader)).toBe(false);
    write(OPEN);
    expect(open().allows("cluster:create", reader)).toBe(true);
    expect(open().allows("cluster:delete", reader)).toBe(false);
    expect(open().allows("cluster:get_all", reader)).toBe(true);
  });

  it("may be JSON, empty, or remarks alone", (context) => {
    const { open, write } = bench(context);
    for (const text of [
      '{"cluster:create": "role:reader", "cluster:get_all": [["role:a"]]}',
      '{\n\t"cluster:create": "role:reader",\n\t"cluster:get_all": "!"\n}\n',
    ]) {
      write(text);
      expect(open().allows("cluster:create", reader)).toBe(true);
      expect(open().allows("cluster:get_all", reader)).toBe(false);
    }
    for (const text of ["", "# cluster:create: '@'\n", "---\n", "{}"]) {
      write(text);
      expect(open().allows("cluster:create", reader)).toBe(false);
      expect(open().allows("cluster:get_all", reader)).toBe(true);
    }
  });

  it("are read again when they change, at most once a second", (context) => {
    const { open, write, advance } = bench(context);
    const policy = open();
    write(OPEN);
    advance(999);
    expect(policy.allows("cluster:create", reader)).toBe(false);
    advance(1);
    expect(policy.allows("cluster:create", reader)).toBe(true);
    write(SHUT);
    advance(500);
    expect(policy.allows("cluster:create", reader)).toBe(true);
    advance(500);
    expect(policy.allows("cluster:create", reader)).toBe(false);
  });

  it("are read again when another file of the same age and size takes their place", (context) => {
    const { open, write, advance, path, folder } = bench(context);
    const next = join(folder, "next.yaml");
    write(SHUT);
    writeFileSync(next, OPEN);
    for (const file of [path, next]) utimesSync(file, 1_900_000_000, 1_900_000_000);
    expect(statSync(next).size).toBe(statSync(path).size);
    const policy = open();
    expect(policy.allows("cluster:create", reader)).toBe(false);
    renameSync(next, path);
    advance(1000);
    expect(policy.allows("cluster:create", reader)).toBe(true);
  });

  it("go on when they are taken away, and say so once", (context) => {
    const { open, write, writeBeside, advance, path, directory, complaints } = bench(context);
    write(STRICT);
    writeBeside("10.yaml", STRICT_STATS);
    const policy = open();
    expect(complaints()).toEqual([]);
    for (const one of [path, directory]) {
      const before = complaints().length;
      rmSync(one, { recursive: true });
      // A clock may be set back.
      for (const ms of [-3_600_000, 1000, 1000]) {
        advance(ms);
        expect(policy.allows("cluster:get_all", reader)).toBe(false);
        expect(policy.allows("stats:get_all", reader)).toBe(false);
      }
      expect(complaints().slice(before)).toMatchObject([
        {
          level: "error",
          message: "the policy files cannot be used; the rules from before stay",
          fields: { error: { message: expect.stringContaining(one) } },
        },
      ]);
    }
    write("");
    mkdirSync(directory);
    advance(1000);
    expect(policy.allows("cluster:get_all", reader)).toBe(true);
    expect(policy.allows("stats:get_all", reader)).toBe(true);
  });

  it("that are not there at the start are told of once, and count once they are", (context) => {
    const { open, write, writeBeside, advance, complaints, path, directory } = bench(context);
    const policy = open();
    const absent = (one: string) => ({
      level: "warn",
      message: "there is no such policy file or directory; the defaults count",
      fields: { path: one },
    });
    expect(complaints()).toEqual([absent(path), absent(directory)]);
    writeBeside("10.yaml", STRICT_STATS);
    advance(1000);
    expect(policy.allows("stats:get_all", reader)).toBe(false);
    write(STRICT);
    advance(1000);
    expect(policy.allows("cluster:get_all", reader)).toBe(false);
    expect(complaints()).toHaveLength(2);
  });

  it("are named when a directory stands in their place", (context) => {
    const { open, path } = bench(context);
    mkdirSync(path);
    expect(open).toThrow(
      expect.objectContaining({
        code: "JRB_POLICY_FILE_INVALID",
        message: expect.stringMatching(/policy\.yaml: EISDIR/),
      }),
    );
  });

  it("keep the last good rules while they are broken, and say the line once", (context) => {
    const { open, write, advance, complaints, path } = bench(context);
    write(OPEN);
    const policy = open();
    for (const [text, reason] of [
      [
        'cluster:get: "role:a"\ncluster:create: "role:reader\n',
        `${path}, line 3: Missing closing "quote`,
      ],
      ['cluster:create: "@"\ncluster:create: "!"\n', `${path}, line 2: Map keys must be unique`],
      ["- role:reader\n", `${path}, line 1: it is not a map of names and rules`],
      ['cluster:create: "http://elsewhere"\n', `${path}: The rule cluster:create cannot be used: `],
      ["a: rule:b\nb: rule:a\n", "A rule refers to itself: a -> b -> a."],
    ] as const) {
      const before = complaints().length;
      write(text);
      for (let second = 0; second < 3; second += 1) {
        advance(1000);
        expect(policy.allows("cluster:create", reader)).toBe(true);
      }
      const [complaint, ...further] = complaints().slice(before);
      expect(further).toEqual([]);
      expect(complaint).toMatchObject({
        level: "error",
        message: "the policy files cannot be used; the rules from before stay",
        fields: { error: { message: expect.stringContaining(reason) } },
      });
    }
    write(SHUT);
    advance(1000);
    expect(policy.allows("cluster:create", reader)).toBe(false);
  });

  it("keep the last good rules while they cannot be looked at, and say so once", (context) => {
    const { open, write, advance, complaints, directory } = bench(context);
    write(OPEN);
    const policy = open();
    writeFileSync(directory, "");
    for (let second = 0; second < 3; second += 1) {
      advance(1000);
      expect(policy.allows("cluster:create", reader)).toBe(true);
    }
    const [, ...afterStart] = complaints();
    expect(afterStart).toMatchObject([{ fields: { error: { code: "ENOTDIR" } } }]);
    rmSync(directory);
    write(`${SHUT}# again`);
    advance(1000);
    expect(policy.allows("cluster:create", reader)).toBe(false);
  });

  it("are an error when they are broken at the start", (context) => {
    const { open, write, path } = bench(context);
    write("a: [\n");
    expect(open).toThrow(
      expect.objectContaining({
        code: "JRB_POLICY_FILE_INVALID",
        message: expect.stringContaining(`${path}, line`),
      }),
    );
  });

  it("shut a rule that cannot be understood, and name it with its file once", (context) => {
    const { open, write, advance, complaints, path } = bench(context, { directories: [] });
    write("cluster:detail:\ncluster:get_all: role:reader or\ncluster:creat: '@'\n");
    const policy = open();
    expect(policy.allows("cluster:get_all", reader)).toBe(false);
    expect(policy.allows("cluster:detail", reader)).toBe(false);
    const first = complaints();
    expect(first).toEqual([
      {
        level: "error",
        message:
          "The rule cluster:detail cannot be used: it is neither a text nor a list. It lets nobody pass.",
        fields: { rule: "cluster:detail", file: path },
      },
      {
        level: "error",
        message: "The rule cluster:get_all cannot be used: it ends too early. It lets nobody pass.",
        fields: { rule: "cluster:get_all", file: path },
      },
      {
        level: "warn",
        message: "Nothing asks for the rule cluster:creat; look for a misspelt name.",
        fields: { rule: "cluster:creat", file: path },
      },
    ]);
    write("cluster:detail:\ncluster:get_all: role:reader or\ncluster:creat: '!'\n");
    advance(1000);
    policy.allows("cluster:get_all", reader);
    expect(complaints()).toEqual(first);
  });

  it("in a directory count by name, over the one file, and without the hidden ones", (context) => {
    const { open, write, writeBeside, advance, directory } = bench(context);
    write("cluster:create: '!'\nstats:get_all: '!'\n");
    writeBeside("20-open.yaml", OPEN);
    writeBeside("10-shut.json", '{"cluster:create": "!"}');
    writeBeside(".30-hidden.yaml", SHUT);
    mkdirSync(join(directory, "40-folder"));
    const policy = open();
    expect(policy.allows("cluster:create", reader)).toBe(true);
    expect(policy.allows("stats:get_all", reader)).toBe(false);
    writeBeside("50-shut.yaml", SHUT);
    advance(1000);
    expect(policy.allows("cluster:create", reader)).toBe(false);
    for (const name of ["20-open.yaml", "50-shut.yaml"]) rmSync(join(directory, name));
    writeBeside("60-stats.yaml", "stats:get_all: role:reader\n");
    advance(1000);
    expect(policy.allows("stats:get_all", reader)).toBe(true);
    expect(policy.allows("cluster:create", reader)).toBe(false);
  });

  it("count over the defaults of the generation that was chosen", (context) => {
    const { open, write } = bench(context, { generation: "legacy" });
    write("stats:get_all: '!'\n");
    const policy = open();
    expect(policy.allows("cluster:create", { ...reader, roles: [] })).toBe(true);
    expect(policy.allows("stats:get_all", reader)).toBe(false);
  });
});
