import { createSession, getTrust, sessionOptionsFromEnvironment } from "@jeroboam/openstack-client";
import { openStackCloud } from "@jeroboam/openstack-client/cloud";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect, it, onTestFinished } from "vitest";
import { readServiceOptions } from "../service-options.ts";
import { findTrustees } from "./trustees.ts";

it("gives clusters the roles that the operator names", async () => {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.close());
  const { auth: _, ...connection } = sessionOptionsFromEnvironment(simulator.environment("magnum"));
  const options = readServiceOptions(["--trustee-domain=magnum", "--trust-roles=member"], {
    JEROBOAM_CONFIG_FILE: "/dev/null",
    JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: simulator.environment("magnum")["OS_PASSWORD"],
  });
  const trustees = await findTrustees(options, connection);
  const session = createSession(sessionOptionsFromEnvironment(simulator.environment("demo")));
  const requester = await openStackCloud({ session }).self();
  const credential = await trustees?.credentials[0]?.acquire(
    requester,
    "5d12f6fd-a196-4bf0-ae4c-1f639a523a52",
    [],
  );
  const trustId = credential?.kind === "trust" ? credential.trustId : "";
  const { roles } = await getTrust(session.service("identity"), trustId);
  expect(roles?.map(({ name }) => name)).toEqual(["member"]);
});
