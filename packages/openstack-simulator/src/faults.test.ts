import { describe, expect, it } from "vitest";
import { FaultBook, matchesPattern } from "./faults.ts";

describe("a fault rule", () => {
  it("fits by service, operation and subject, as often as it says", () => {
    const book = new FaultBook();
    book.add({
      service: "compute",
      operation: "createServer",
      match: { name: "node-*" },
      times: 1,
      status: 500,
    });
    expect(book.takeCall("compute", "deleteServer", { name: "node-1" })).toBeUndefined();
    expect(book.takeCall("compute", "createServer", { name: "other" })).toBeUndefined();
    expect(book.takeCall("compute", "createServer", { name: "node-1" })).toMatchObject({
      status: 500,
    });
    expect(book.takeCall("compute", "createServer", { name: "node-1" })).toBeUndefined();
  });

  it("is taken back", () => {
    const book = new FaultBook();
    const takeBack = book.add({ resource: "workers/*/server", action: "CREATE", reason: "no" });
    expect(book.takeResource("any", "workers/2/server", "CREATE")?.reason).toBe("no");
    expect(book.takeResource("any", "workers/2/server", "DELETE")).toBeUndefined();
    takeBack();
    expect(book.takeResource("any", "workers/2/server", "CREATE")).toBeUndefined();
  });

  it("takes no character for a pattern but the star", () => {
    expect(matchesPattern("a.b*", "a.bc")).toBe(true);
    expect(matchesPattern("a.b*", "axbc")).toBe(false);
  });
});
