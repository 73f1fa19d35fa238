import { describe, expect, it } from "vitest";
import { authRequest } from "./auth-request.ts";
import { sessionOptionsFromEnvironment } from "./environment.ts";

const base = { OS_AUTH_URL: "http://k:5000/v3", PATH: "/bin" };
const bodyOf = (env: Record<string, string>) =>
  authRequest(sessionOptionsFromEnvironment({ ...base, ...env }).auth);

describe("the OS_* variables", () => {
  it("of an openrc file give a password scoped to a project", () => {
    const options = sessionOptionsFromEnvironment({
      ...base,
      OS_USERNAME: "demo",
      OS_PASSWORD: "pw",
      OS_PROJECT_NAME: "demo",
      OS_USER_DOMAIN_NAME: "Default",
      OS_PROJECT_DOMAIN_ID: "default",
      OS_REGION_NAME: "One",
      OS_INTERFACE: "internalURL",
      OS_IDENTITY_API_VERSION: "3",
    });
    expect(options).toMatchObject({ region: "One", interface: "internal" });
    expect(authRequest(options.auth)).toEqual({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "demo", domain: { name: "Default" }, password: "pw" } },
        },
        scope: { project: { name: "demo", domain: { id: "default" } } },
      },
    });
  });

  it("say how connections are secured", () => {
    const secured = { OS_TOKEN: "t", OS_CACERT: "/ca", OS_CERT: "/c", OS_KEY: "/k" };
    const read = (more: Record<string, string>) =>
      sessionOptionsFromEnvironment({ ...base, ...secured, ...more }).tls;
    expect(read({})).toEqual({ caFile: "/ca", certFile: "/c", keyFile: "/k" });
    expect(read({ OS_INSECURE: "1" })).toMatchObject({ verify: false });
    expect(() => read({ OS_INSECURE: "perhaps" })).toThrow("cannot be read at OS_INSECURE");
  });

  const user = { OS_USER_ID: "u", OS_PASSWORD: "pw" };
  it.each([
    ["a project by id", { OS_PROJECT_ID: "p" }, { project: { id: "p" } }],
    ["a project by its older name", { OS_TENANT_ID: "p" }, { project: { id: "p" } }],
    ["a domain", { OS_DOMAIN_NAME: "d" }, { domain: { name: "d" } }],
    ["a trust", { OS_TRUST_ID: "t" }, { "OS-TRUST:trust": { id: "t" } }],
    ["the system", { OS_SYSTEM_SCOPE: "all" }, { system: { all: true } }],
    ["nothing", {}, undefined],
  ])("scope to %s", (_name, env, scope) => {
    expect(bodyOf({ ...user, ...env })).toMatchObject({ auth: scope ? { scope } : {} });
  });

  it("give a token with its scope", () => {
    expect(bodyOf({ OS_TOKEN: "t", OS_PROJECT_ID: "p" })).toEqual({
      auth: {
        identity: { methods: ["token"], token: { id: "t" } },
        scope: { project: { id: "p" } },
      },
    });
  });

  it("give an application credential by id, or by name and user, without a scope", () => {
    const secret = { OS_APPLICATION_CREDENTIAL_SECRET: "s", OS_PROJECT_NAME: "ignored" };
    expect(bodyOf({ ...secret, OS_APPLICATION_CREDENTIAL_ID: "a" })).toEqual({
      auth: {
        identity: {
          methods: ["application_credential"],
          application_credential: { id: "a", secret: "s" },
        },
      },
    });
    expect(
      bodyOf({ ...secret, OS_APPLICATION_CREDENTIAL_NAME: "a", OS_USERNAME: "u" }),
    ).toMatchObject({
      auth: {
        identity: {
          application_credential: { name: "a", user: { name: "u", domain: { id: "default" } } },
        },
      },
    });
  });

  it.each([
    [{}, "lacks auth_url"],
    [{ ...base, OS_USERNAME: "u" }, "lacks password"],
    [{ ...base, OS_PASSWORD: "hidden" }, "lacks username"],
    [{ ...base, ...user, OS_PROJECT_ID: "p", OS_TRUST_ID: "t" }, "trust and project"],
    [{ ...base, ...user, OS_INTERFACE: "secret" }, "expected public, internal or admin"],
    [{ ...base, ...user, OS_AUTH_TYPE: "v3totp" }, "auth_type v3totp"],
  ])("that do not suffice are an error that says which: %o", (env, message) => {
    const read = () => sessionOptionsFromEnvironment(env);
    expect(read).toThrow(message);
    expect(read).not.toThrow("hidden");
  });
});
