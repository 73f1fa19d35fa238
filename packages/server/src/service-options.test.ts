import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readServiceOptions } from "./service-options.ts";

describe("the executable's options", () => {
  it("have defaults that fit Magnum's clients", () => {
    expect(readServiceOptions([], {})).toEqual({
      host: "127.0.0.1",
      port: 9511,
      enableProxyHeadersParsing: false,
      corsAllowedOrigins: [],
      healthcheckDisableFile: "/etc/magnum/healthcheck_disable",
      healthcheckDetailed: false,
      trusteeDomainAdmin: "magnum_domain_admin",
      drivers: [],
      policyDefaults: "role-based",
      policyDirs: [],
      csrRsaBitsMin: 2048,
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

  it("take truth values and lists in words", () => {
    vi.stubEnv("JEROBOAM_ENABLE_PROXY_HEADERS_PARSING", "false");
    vi.stubEnv("JEROBOAM_CORS_ALLOWED_ORIGINS", "https://a, https://b,");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(readServiceOptions(["--healthcheck-detailed"], {})).toMatchObject({
      enableProxyHeadersParsing: false,
      corsAllowedOrigins: ["https://a", "https://b"],
      healthcheckDetailed: true,
    });
  });
});
