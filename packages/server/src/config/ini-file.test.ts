import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIni } from "./ini-file.ts";

const read = (content: string) =>
  parseIni(content, "m.conf").map(({ group, name, text }) => [group, name, text]);

describe("an INI file as oslo.config writes it", () => {
  it("has groups, names and values", () => {
    expect(read("[DEFAULT]\nhost = a\nport:1\nurl = http://a:1/?b=c\n[API]\nempty =\n")).toEqual([
      ["DEFAULT", "host", "a"],
      ["DEFAULT", "port", "1"],
      ["DEFAULT", "url", "http://a:1/?b=c"],
      ["api", "empty", ""],
    ]);
  });

  it("has values of several lines, which a blank line, a name, a group or a comment ends", () => {
    expect(read("[g]\na = 1\n\t2\n # 3\n\nb = 4\n# c\nc = 5\n  6\n[h]\n")).toEqual([
      ["g", "a", "1\n2\n# 3"],
      ["g", "b", "4"],
      ["g", "c", "5\n6"],
    ]);
  });

  it("loses quotes where one line has them at both its ends", () => {
    expect(read("[g]\na = ' 1 '\nb = \"2'\nc = '3\n 4'\nd = 'a' b 'c'\n")).toEqual([
      ["g", "a", " 1 "],
      ["g", "b", "\"2'"],
      ["g", "c", "'3\n4'"],
      ["g", "d", "a' b 'c"],
    ]);
  });

  it("keeps names that come again, and comments in the middle of a line", () => {
    expect(read("[g]\na = 1\na = 2 # two\n;a = 3\n")).toEqual([
      ["g", "a", "1"],
      ["g", "a", "2 # two"],
    ]);
  });

  it("tells path and line of each value", () => {
    expect(parseIni("\n[g]\r\na = 1\r\n 2\r\n", "/etc/m.conf")).toEqual([
      { group: "g", name: "a", text: "1\n2", place: "/etc/m.conf:3" },
    ]);
  });

  it.each([
    ["a = secret\n", "m.conf:1: an option comes before the first [group]"],
    ["[g]\n\n secret\n", "m.conf:3: the line begins with a blank"],
    ["[g]\na = 1\n\n secret\n", "m.conf:4: the line begins with a blank"],
    ["[g\n", "m.conf:1: a line that begins a [group] has to end with ]"],
    ["[g] # secret\n", "m.conf:1: a line that begins a [group] has to end with ]"],
    ["[]\n", "m.conf:1: the [group] has no name"],
    ["[g]\nsecret\n", "m.conf:2: there is no = and no :"],
    ["[g]\n= secret\n", "m.conf:2: there is no name"],
  ])("refuses %j with path and line", (content, reason) => {
    expect(() => read(content)).toThrow(reason);
    expect(() => read(content)).not.toThrow(/secret/);
  });

  it("gives back whatever was written into it", () => {
    const word = fc.stringMatching(/^[a-z_][a-z0-9_]*$/);
    const line = fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/).filter((text) => !/^["']/.test(text));
    const options = fc.array(fc.tuple(word, word, fc.array(line, { minLength: 1 })));
    fc.assert(
      fc.property(options, (written) => {
        const content = written
          .map(([group, name, values]) => `[${group}]\n${name} = ${values.join("\n  ")}\n`)
          .join("\n# comment\n");
        expect(read(content)).toEqual(
          written.map(([group, name, values]) => [group, name, values.join("\n")]),
        );
      }),
    );
  });
});
