import { describe, expect, it } from "vitest";
import { describeDatabase, parseDatabaseUrl } from "./database-location.ts";

const SERVER = { host: "db", port: 3306, user: "u", password: "p", database: "magnum" };

describe("a database's url", () => {
  it.each([
    ["sqlite:////var/lib/a.sqlite", { kind: "sqlite", path: "/var/lib/a.sqlite" }],
    ["sqlite:///a.sqlite", { kind: "sqlite", path: "a.sqlite" }],
    ["sqlite://", { kind: "sqlite", path: ":memory:" }],
    ["sqlite:///:memory:", { kind: "sqlite", path: ":memory:" }],
    ["mysql+pymysql://u:p@db/magnum?charset=utf8", { kind: "mysql", ...SERVER }],
    ["mysql://u:p@db:3307/magnum", { kind: "mysql", ...SERVER, port: 3307 }],
    ["mariadb://u:p@[::1]:3306/magnum", { kind: "mysql", ...SERVER, host: "::1" }],
    ["mysql://u:a%40b:c@x@db/magnum", { kind: "mysql", ...SERVER, password: "a@b:c@x" }],
    ["mysql://u:a?b/c@db/magnum", { kind: "mysql", ...SERVER, password: "a?b/c" }],
    ["mysql://u:p@db/magnum?ssl_ca=/ca", { kind: "mysql", ...SERVER, tlsAuthorityPath: "/ca" }],
    ["postgresql+psycopg2://u:p@db/magnum", { kind: "postgresql", ...SERVER, port: 5432 }],
    ["postgresql://u@db/magnum", { kind: "postgresql", ...SERVER, port: 5432, password: "" }],
  ])("%s is read", (url, location) => {
    expect(parseDatabaseUrl(url)).toEqual(location);
  });

  it.each([
    "oracle://u:hush@db/magnum",
    "mysql://u:hush@db1,db2/magnum",
    "mysql://u:hush@db",
    "mysql://:hush@db/magnum",
    "mysql://u:hush@db:x/magnum",
    "mysql://u:hush%@db/magnum",
    "mysql://u:hush@db/magnum?unix_socket=/run/s",
    "sqlite://hush",
    "hush",
  ])("%s is refused without a word of its password, and with what is allowed", (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow(
      expect.objectContaining({
        code: "JRB_DATABASE_URL",
        message: expect.stringMatching(/^(?!.*hush).*Allowed are sqlite:/),
      }),
    );
  });

  it("is described without its password", () => {
    const location = parseDatabaseUrl("postgresql://u:hush@[::1]/magnum");
    expect(describeDatabase(location)).toBe("postgresql u@[::1]:5432/magnum");
    expect(describeDatabase(parseDatabaseUrl("sqlite:////a"))).toBe("sqlite /a");
  });
});
