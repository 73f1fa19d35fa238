import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect, it, onTestFinished } from "vitest";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";

const LIMIT_MS = PATIENCE_MS + 5000;

it(
  "a start without a login says where one can be named, and makes nothing",
  async () => {
    const folder = temporaryFolder();
    const { ended, complaints } = jeroboam([], { JEROBOAM_STATE_DIRECTORY: folder });
    expect(await ended).toBe(1);
    expect(complaints()).toEqual([
      expect.stringMatching(/OS_AUTH_URL .*OS_CLOUD.*\[keystone_authtoken\] in magnum\.conf/),
    ]);
    expect(readdirSync(folder)).toEqual([]);
  },
  LIMIT_MS,
);

it.each([
  [
    "the service's own",
    { OS_PASSWORD: "wrong" },
    "the service's login (OS_* or [keystone_authtoken]): ",
  ],
  [
    "that of the trustee domain's admin",
    { JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: "wrong" },
    "the admin magnum_domain_admin of the trustee domain magnum: ",
  ],
  [
    "that of the admin of a domain that is not there",
    {
      JEROBOAM_TRUSTEE_DOMAIN: "nosuch",
      JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: "any",
    },
    "the admin magnum_domain_admin of the trustee domain nosuch: ",
  ],
])(
  "of logins that Keystone refuses, %s is named",
  async (_, wrong, whose) => {
    const simulator = await startSimulator();
    onTestFinished(() => simulator.close());
    const { ended, complaints } = jeroboam([], {
      ...simulator.environment("magnum"),
      JEROBOAM_STATE_DIRECTORY: temporaryFolder(),
      JEROBOAM_PORT: "0",
      JEROBOAM_TRUSTEE_DOMAIN: "magnum",
      ...wrong,
    });
    expect(await ended).toBe(1);
    expect(complaints()).toEqual([expect.stringContaining(`${whose}Keystone refused`)]);
  },
  LIMIT_MS,
);

it(
  "a state directory that is a file is named with the option that names another one",
  async () => {
    const file = join(temporaryFolder(), "taken");
    writeFileSync(file, "");
    const { ended, complaints } = jeroboam(["db", "upgrade"], { JEROBOAM_STATE_DIRECTORY: file });
    expect(await ended).toBe(1);
    expect(complaints()).toEqual([
      expect.stringMatching(`the directory ${file} cannot be made: .*; --state-directory or`),
    ]);
  },
  LIMIT_MS,
);
