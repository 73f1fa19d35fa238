import { describe, expect, it } from "vitest";
import { readServiceOptions } from "./service-options.ts";

describe("the executable's options", () => {
  it("have defaults that fit Magnum's clients", () => {
    expect(readServiceOptions([], {})).toEqual({
      host: "127.0.0.1",
      port: 9511,
      trusteeDomainAdmin: "magnum_domain_admin",
      observeFirstMs: 1000,
      observeMostMs: 10_000,
      logLevel: "info",
    });
  });

  it("are read from arguments, the password from the environment alone", () => {
    const argv = ["--port", "0", "--public-url", "https://cloud/v1", "--trustee-domain", "magnum"];
    const env = { JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: "secret" };
    expect(readServiceOptions(argv, env)).toMatchObject({
      port: 0,
      publicUrl: "https://cloud/v1",
      trusteeDomain: "magnum",
      trusteeDomainAdminPassword: "secret",
    });
  });
});
