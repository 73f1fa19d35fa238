import type { ClusterCredential } from "@jeroboam/core";
import { createSession, getTrust, sessionOptionsFromEnvironment } from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect, it, onTestFinished } from "vitest";
import { readServiceOptions } from "../service-options.ts";
import { findTrustees } from "./trustees.ts";

const CLUSTER = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";

async function simulated(...told: readonly string[]) {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.close());
  const login = sessionOptionsFromEnvironment(simulator.environment("magnum"));
  const { auth: _, ...connection } = login;
  const options = readServiceOptions(["--trustee-domain=magnum", ...told], {
    JEROBOAM_CONFIG_FILE: "/dev/null",
    JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: simulator.environment("magnum")["OS_PASSWORD"],
  });
  const trustees = await findTrustees(options, connection, createSession(login));
  const session = createSession(sessionOptionsFromEnvironment(simulator.environment("demo")));
  const requester = await openStackCloud({ session }).self();
  return { strategies: trustees?.credentials ?? [], session, requester };
}

it("gives clusters the roles that the operator names", async () => {
  const { strategies, session, requester } = await simulated("--trust-roles=member");
  const credential = await strategies[0]?.acquire(requester, CLUSTER, []);
  const trustId = credential?.kind === "trust" ? credential.trustId : "";
  const { roles } = await getTrust(session.service("identity"), trustId);
  expect(roles?.map(({ name }) => name)).toEqual(["member"]);
});

it("gives the kinds that the operator names, in that order, and takes back all of them", async () => {
  const preferred = (
    strategies: readonly { kind: ClusterCredential["kind"]; releaseOnly?: boolean }[],
  ) => strategies.map(({ kind, releaseOnly = false }) => (releaseOnly ? `no ${kind}` : kind));
  expect(preferred((await simulated()).strategies)).toEqual([
    "trust",
    "no application-credential",
    "no service-user",
  ]);
  const told = "--cluster-credentials=service-user,application-credential";
  expect(preferred((await simulated(told)).strategies)).toEqual([
    "service-user",
    "application-credential",
    "no trust",
  ]);
});

it.each(["", "password", "trust,trust"])("does not take %j for kinds of credentials", (kinds) => {
  const read = () =>
    readServiceOptions([`--cluster-credentials=${kinds}`], { JEROBOAM_CONFIG_FILE: "/dev/null" });
  expect(read).toThrow("trust, application-credential, service-user");
});
