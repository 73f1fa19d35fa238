import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BaseUrlOptions, baseUrlOf } from "./base-url.ts";

const socket = { localAddress: "10.0.0.5", localPort: 9511 };
const of = (headers: Record<string, string | string[]>, options: BaseUrlOptions = {}) =>
  baseUrlOf({ headers, socket }, options);
const proxied = { enableProxyHeadersParsing: true };

describe("the address in links", () => {
  // api.md 1.4
  it.each([
    [{ host: "api:9511" }, "http://api:9511"],
    [{ host: "api:80" }, "http://api"],
    [{ host: "api:443" }, "http://api:443"],
    [{ host: "[::1]:9511" }, "http://[::1]:9511"],
    [{}, "http://10.0.0.5:9511"],
    [{ host: "" }, "http://10.0.0.5:9511"],
  ])("%j is %s", (headers, url) => {
    expect(of(headers)).toBe(url);
  });

  it.each(['"><script>', "a b", "user@evil", "a/b", "evil?", "evil#", "é", "a,b", "a:b:c"])(
    "is not built from the host %j",
    (host) => {
      expect(of({ host })).toBe("http://10.0.0.5:9511");
      expect(of({ host: "api", "x-forwarded-host": host.split(",")[0] ?? "" }, proxied)).toMatch(
        /^http:\/\/(api|a)$/,
      );
    },
  );

  it("is a URL whatever the headers hold", () => {
    const header = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(header, header, header, header, header, (host, proto, other, prefix, all) => {
        const given = Object.entries({
          host,
          "x-forwarded-proto": proto,
          "x-forwarded-host": other,
          "x-forwarded-prefix": prefix,
          forwarded: all,
        }).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const url = new URL(of(Object.fromEntries(given), proxied));
        expect(url.username + url.search + url.hash).toBe("");
      }),
    );
  });

  it("has the mount path in it", () => {
    expect(of({ host: "cloud" }, { mountPath: "/container-infra" })).toBe(
      "http://cloud/container-infra",
    );
  });

  it("is the configured one before all", () => {
    const options = { publicUrl: "https://cloud/container-infra/v1/", ...proxied };
    expect(of({ host: "api", "x-forwarded-host": "evil" }, options)).toBe(
      "https://cloud/container-infra",
    );
  });
});

// api.md 1.4, honours X-Forwarded-*
describe("behind a proxy", () => {
  const headers = {
    host: "10.0.0.5:9511",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "cloud.example:8443",
    "x-forwarded-prefix": "/container-infra",
  };

  it("is what the proxy says, where proxies are believed", () => {
    expect(of(headers, proxied)).toBe("https://cloud.example:8443/container-infra");
    expect(of(headers)).toBe("http://10.0.0.5:9511");
    expect(of({ ...headers, forwarded: "host=evil;proto=https" })).toBe("http://10.0.0.5:9511");
  });

  it("drops the port that the scheme has anyway", () => {
    expect(of({ host: "cloud:443", "x-forwarded-proto": "https" }, proxied)).toBe("https://cloud");
  });

  it("takes the first of several proxies", () => {
    const two = { ...headers, "x-forwarded-proto": "https, http", "x-forwarded-host": "a, b" };
    expect(of(two, proxied)).toBe("https://a/container-infra");
    expect(of({ host: "x", forwarded: "host=a;proto=https, host=b;proto=http" }, proxied)).toBe(
      "https://a",
    );
  });

  it("believes RFC 7239 before the older headers, and its quotes", () => {
    const all = { ...headers, forwarded: 'for=192.0.2.60;Proto=HTTPS; host="cloud:8443"' };
    expect(of(all, proxied)).toBe("https://cloud:8443/container-infra");
    expect(of({ ...headers, forwarded: "for=192.0.2.60" }, proxied)).toBe(
      "http://10.0.0.5:9511/container-infra",
    );
  });

  it("passes over a scheme and a prefix that are none", () => {
    const odd = { host: "api", "x-forwarded-proto": "javascript", "x-forwarded-prefix": "//evil" };
    expect(of(odd, proxied)).toBe("http://api");
  });

  it("takes a prefix of 255 characters, whatever ends it, and none that is longer", () => {
    const of255 = `/${"p".repeat(252)}//`;
    const withPrefix = (prefix: string) =>
      of({ host: "api", "x-forwarded-prefix": prefix }, proxied);
    expect(withPrefix(of255)).toBe(`http://api/${"p".repeat(252)}`);
    expect(withPrefix(`${of255}/`)).toBe("http://api");
  });

  it("does not read X-Forwarded-Port, as upstream does not", () => {
    expect(of({ host: "api", "x-forwarded-port": "8443" }, proxied)).toBe("http://api");
  });
});
