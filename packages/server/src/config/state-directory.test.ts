import { describe, expect, it } from "vitest";
import { defaultStateDirectory } from "./state-directory.ts";

describe("the state directory", () => {
  it.each([
    [{ STATE_DIRECTORY: "/var/lib/a:/var/lib/b", XDG_STATE_HOME: "/x" }, true, "/var/lib/a"],
    [{ XDG_STATE_HOME: "/x", HOME: "/home/me" }, true, "/x/jeroboam"],
    [{ HOME: "/root" }, true, "/var/lib/jeroboam"],
    [{ HOME: "/home/me" }, false, "/home/me/.local/state/jeroboam"],
  ])("with %j, as root %s, is %s", (env, isRoot, path) => {
    expect(defaultStateDirectory(env, isRoot)).toBe(path);
  });
});
