import { describe, expect, it } from "vitest";
import { requestIdentity } from "./idempotency-key.ts";

const fingerprint = (url: string) =>
  requestIdentity("k", { method: "POST", url, body: undefined })?.fingerprint;

describe("what a request is recognised by", () => {
  it("is the same with slashes at the end of the path", () => {
    expect(fingerprint("/v1/clusters/")).toBe(fingerprint("/v1/clusters"));
    expect(fingerprint("/v1/clusters//?dry_run")).toBe(fingerprint("/v1/clusters?dry_run"));
  });

  it("is another one with slashes in the query", () => {
    const urls = ["?a=b", "?a=b/", "?a=b/?c", "?a=b?c", "/?a=b//"].map((end) => `/v1/x${end}`);
    expect(new Set(urls.map(fingerprint)).size).toBe(urls.length);
  });

  it.each([["GET", "k"] as const, ["POST", undefined] as const])(
    "is not asked for with %s and the key %s",
    (method, key) => {
      expect(requestIdentity(key, { method, url: "/v1", body: undefined })).toBeUndefined();
    },
  );

  it.each(["", "é", "k".repeat(256), "a\nb"])(
    "is refused without a key that can be one: %j",
    (key) => {
      expect(() => requestIdentity(key, { method: "POST", url: "/v1", body: undefined })).toThrow(
        "Idempotency-Key has to be 1 to 255 printable ASCII characters.",
      );
    },
  );
});
