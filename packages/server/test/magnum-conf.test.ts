import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "./until.ts";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";

const LIMIT_MS = PATIENCE_MS + 5000;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});

afterAll(async () => {
  await simulator.close();
});

/** What the simulated cloud's service user is told, as `{ username, password, … }`. */
function login(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(simulator.environment("magnum")).map(([name, value]) => [
      name.slice(3).toLowerCase(),
      value,
    ]),
  );
}

function written(text: string): { folder: string; path: string } {
  const folder = temporaryFolder();
  const path = join(folder, "magnum.conf");
  writeFileSync(path, text);
  return { folder, path };
}

/** As the packages of Magnum write it today. */
function zedFile(state: string): string {
  const { auth_url, username, password, project_name } = login();
  return `
[DEFAULT]
host = controller-1
state_path = ${state}
use_syslog = True

[api]
host = 127.0.0.1
port = 0

[database]
connection = sqlite:///$state_path/magnum.sqlite

[certificates]
cert_manager_type = x509keypair

[keystone_authtoken]
www_authenticate_uri = ${auth_url}
auth_url = ${auth_url}
auth_type = password
username = ${username}
password = ${password}
project_name = ${project_name}
user_domain_id = default
project_domain_id = default
memcached_servers = 127.0.0.1:11211

[oslo_messaging_notifications]
driver = messaging
`;
}

/** As Newton's operators wrote it, but for the addresses. */
function newtonFile(state: string): string {
  const { auth_url = "", username, password, project_name } = login();
  const { protocol, host, pathname } = new URL(auth_url);
  return `
[DEFAULT]
state_path=${state}
[api]
host=127.0.0.1
port=0
[certificates]
cert_manager_type=x509keypair
[database]
connection=sqlite:///$state_path/magnum.sqlite
[keystone_authtoken]
auth_uri=${protocol}//${host}${pathname}
memcached_servers=127.0.0.1:11211,127.0.0.2:11211,127.0.0.3:11211
auth_type=password
username=${username}
project_name=${project_name}
auth_url=${protocol}//${host}${pathname}
password=${password}
user_domain_id=default
project_domain_id=default
auth_host=127.0.0.1
auth_protocol=http
admin_user=${username}
admin_password=${password}
admin_tenant_name=${project_name}
[oslo_messaging_rabbit]
rabbit_ha_queues=True
heartbeat_timeout_threshold=60
heartbeat_rate=2
`;
}

describe("the executable with nothing but a magnum.conf", () => {
  it.each([
    ["of today", zedFile, [/use_syslog/]],
    ["of Newton", newtonFile, [/auth_uri is now www_authenticate_uri/]],
  ])(
    "%s serves",
    async (_, file, warned) => {
      const { folder, path } = written("");
      writeFileSync(path, file(folder));
      const { child, ended, said, logged } = jeroboam([], { JEROBOAM_CONFIG_FILE: path });
      const { address } = await said("listening");
      expect((await fetch(`${String(address)}/v1`)).status).toBe(200);
      const warnings = logged()
        .filter(({ level, msg }) => level === "warn" && String(msg).startsWith(path))
        .map(({ msg }) => msg);
      expect(warnings).toEqual(warned.map((text) => expect.stringMatching(text)));
      expect(JSON.stringify(logged())).not.toContain(login()["password"]);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
    },
    LIMIT_MS,
  );

  it(
    "writes its log where that says, and goes on in a new file after SIGHUP",
    async () => {
      const { folder, path } = written("");
      writeFileSync(path, zedFile(folder).replace("[api]", `log_dir = ${folder}\n[api]`));
      const { child, ended, complaints, logged } = jeroboam([], { JEROBOAM_CONFIG_FILE: path });
      const file = join(folder, "jeroboam-all.log");
      const says = (text: string) => () =>
        existsSync(file) && readFileSync(file, "utf8").includes(text);
      await until("it runs", says('"msg":"running"'));
      renameSync(file, `${file}.1`);
      child.kill("SIGHUP");
      await until("the log has a new file", () => existsSync(file));
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      expect(says('"msg":"stopped"')()).toBe(true);
      expect(says('"msg":"running"')()).toBe(false);
      expect([...complaints(), ...logged()]).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    "does not serve with a wrong value, and says each with its place",
    async () => {
      const { path } = written("[api]\nport = web\n[trust]\ntrustee_domain_admin_password = a$b\n");
      const { ended, complaints } = jeroboam(["api"], { JEROBOAM_CONFIG_FILE: path });
      expect(await ended).toBe(1);
      expect(complaints()).toEqual([
        `error: ${path}:2: [api] port cannot be "web". It has to be a whole number.`,
        `error: ${path}:4: [trust] trustee_domain_admin_password cannot be what it is. There is no option b to refer to; write $$ for a dollar sign.`,
      ]);
    },
    LIMIT_MS,
  );
});

describe("jeroboam config", () => {
  it(
    "checks files: 0 where the service could start, else 1",
    async () => {
      const { folder, path } = written("[api]\nport = 9512\nprot = 1\n");
      const good = jeroboam(["config", "check", "--config-file", path], {});
      expect(await good.ended).toBe(0);
      expect(good.printed()).toBe(
        `warning: ${path}:3: the option prot is not known in [api] and passed over; did you mean port?\n${path}: 0 errors, 1 warning\n`,
      );
      const away = jeroboam(["config", "check", "--config-file", join(folder, "away.conf")], {});
      expect(await away.ended).toBe(1);
      expect(away.printed()).toMatch(
        /^error: .*away\.conf cannot be read: .*\n1 error, 0 warnings\n$/,
      );
      mkdirSync(`${path}.d`);
      writeFileSync(join(`${path}.d`, "10-api.conf"), "[api]\nport = -1\n");
      const bad = jeroboam(["config", "check", "--json", "--config-file", path], {});
      expect(await bad.ended).toBe(1);
      expect(JSON.parse(bad.printed())).toMatchObject({
        files: [path, join(folder, "magnum.conf.d/10-api.conf")],
        problems: [expect.stringContaining('10-api.conf:2: [api] port cannot be "-1"')],
      });
    },
    LIMIT_MS,
  );

  it(
    "shows what counts and where it comes from, without secrets",
    async () => {
      const { path } = written(
        "[api]\nport = 1\nhost = 10.0.0.1\nmax_limit = 7\n[database]\nconnection = mysql://magnum:hidden@db/magnum\n[keystone_auth]\nauth_url = http://k/v3\npassword = hidden\n",
      );
      const { ended, printed } = jeroboam(["config", "show", "--json", "--port", "2"], {
        JEROBOAM_CONFIG_FILE: path,
        JEROBOAM_HOST: "10.0.0.2",
        OS_QUOTAS__MAX_CLUSTERS_PER_PROJECT: "5",
      });
      expect(await ended).toBe(0);
      expect(printed()).not.toContain("hidden");
      const rows = JSON.parse(printed()) as readonly unknown[];
      for (const row of [
        { option: "port", value: "2", from: "--port" },
        { option: "host", value: "10.0.0.2", from: "JEROBOAM_HOST" },
        { option: "max-limit", value: "7", from: `${path}:4` },
        {
          option: "max-clusters-per-project",
          value: "5",
          from: "OS_QUOTAS__MAX_CLUSTERS_PER_PROJECT",
        },
        { option: "database", value: "mysql://***@db/magnum", from: `${path}:6` },
        { option: "OS_PASSWORD", value: "***", from: `${path}:8, ${path}:9` },
        { option: "log-level", value: "info", from: "default" },
        { option: "observe-calls-per-minute", value: "240", from: "default" },
        { option: "public-url", value: "", from: "not set" },
      ])
        expect(rows).toContainEqual(row);
    },
    LIMIT_MS,
  );
});
