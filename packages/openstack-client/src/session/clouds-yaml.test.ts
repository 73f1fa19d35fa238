import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCloudsYaml } from "./clouds-yaml.ts";
import { loadCloudsYaml, loadSessionOptions } from "./clouds-yaml-file.ts";

const clouds = `
clouds:
  home:
    profile: vendor
    auth: { username: demo, project_name: demo, user_domain_id: default }
    interface: internal
  away:
    auth_type: v3applicationcredential
    auth: { auth_url: "http://away/v3", application_credential_id: abc }
    region_name: 7
`;
const secure = `
clouds:
  home: { auth: { password: 12345 } }
  away: { auth: { application_credential_secret: hush } }
`;
const publicClouds = `
public-clouds:
  vendor: { auth: { auth_url: "http://home:5000", project_domain_name: Own }, region_name: One }
`;

describe("clouds.yaml", () => {
  it("is joined with the profile below it and secure.yaml above it", () => {
    expect(parseCloudsYaml({ clouds, secure, publicClouds }, "home")).toEqual({
      authUrl: "http://home:5000",
      auth: {
        type: "password",
        user: { name: "demo", domain: { id: "default" } },
        password: "12345",
        scope: { type: "project", name: "demo", domain: { name: "Own" } },
      },
      region: "One",
      interface: "internal",
    });
    expect(parseCloudsYaml({ clouds, secure }, "away")).toMatchObject({
      auth: { type: "applicationCredential", id: "abc", secret: "hush" },
      region: "7",
    });
  });

  it("needs no name where it holds one cloud", () => {
    const one = "clouds: { only: { auth: { auth_url: 'http://k', token: t } } }";
    expect(parseCloudsYaml({ clouds: one }).auth).toEqual({ type: "token", token: "t" });
    expect(() => parseCloudsYaml({ clouds })).toThrow("it has home, away");
  });

  it.each([
    ["verify: false", { verify: false }],
    ["insecure: 'True'", { verify: false }],
    ["verify: true, cacert: /ca.pem", { caFile: "/ca.pem" }],
    ["cert: /me.pem, key: ~/me.key", { certFile: "/me.pem", keyFile: "~/me.key" }],
    ["verify: true", undefined],
  ])("secures connections as it says: %s", (said, tls) => {
    const one = `clouds: { only: { ${said}, auth: { auth_url: 'https://k', token: t } } }`;
    expect(parseCloudsYaml({ clouds: one }).tls).toEqual(tls);
  });

  it("says what is wrong without showing what it holds", () => {
    expect(() => parseCloudsYaml({ clouds, secure }, "none")).toThrow("no cloud none; it has home");
    expect(() => parseCloudsYaml({ clouds }, "away")).toThrow(
      "clouds.yaml (away) lacks application_credential_secret",
    );
    const broken = "clouds: { a: { auth: { password: hush";
    expect(() => parseCloudsYaml({ clouds: broken }, "a")).toThrow("clouds.yaml is not YAML");
    expect(() => parseCloudsYaml({ clouds: broken }, "a")).not.toThrow("hush");
    expect(() => parseCloudsYaml({ clouds: "clouds: [1]" }, "a")).toThrow(
      "does not hold clouds by name",
    );
    expect(() =>
      parseCloudsYaml({ clouds: "clouds: { a: { auth: { password: [hush] } } }" }),
    ).toThrow("cannot be read at auth.password");
  });
});

describe("clouds.yaml's places", () => {
  let home = "";
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "clouds-"));
    await mkdir(join(home, ".config/openstack"), { recursive: true });
    await writeFile(join(home, ".config/openstack/clouds.yml"), clouds);
    await writeFile(join(home, ".config/openstack/secure.yaml"), secure);
    await writeFile(join(home, "other.yaml"), "clouds: { b: { auth: { token: t } } }");
  });
  afterAll(() => rm(home, { recursive: true }));

  it("are the home's configuration folder, with OS_CLOUD as the name", async () => {
    const env = { HOME: home, OS_CLOUD: "away" };
    expect(await loadCloudsYaml(undefined, env)).toMatchObject({ authUrl: "http://away/v3" });
    expect(await loadSessionOptions(env)).toMatchObject({ authUrl: "http://away/v3" });
  });

  it("are the file that OS_CLIENT_CONFIG_FILE names, and no other", async () => {
    const env = { HOME: home, OS_CLIENT_CONFIG_FILE: join(home, "other.yaml") };
    await expect(loadCloudsYaml("b", env)).rejects.toThrow("clouds.yaml (b) lacks auth_url");
  });

  it("that hold nothing are named", async () => {
    const env = { XDG_CONFIG_HOME: join(home, "nothing") };
    await expect(loadCloudsYaml("a", env)).rejects.toThrow(join(home, "nothing/openstack"));
  });

  it("are not looked at without OS_CLOUD", async () => {
    const env = { HOME: home, OS_AUTH_URL: "http://k", OS_TOKEN: "t" };
    expect(await loadSessionOptions(env)).toMatchObject({ authUrl: "http://k" });
  });
});
