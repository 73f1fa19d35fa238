import { describe, expect, it } from "vitest";
import { scenarios } from "./scenarios/scenarios.ts";
import { sources } from "./sources.ts";

describe.each(Object.entries(sources))("a %s cloud", (_source, played) => {
  describe("its Keystone", () => {
    it("issues tokens and keeps users, roles, trusts and application credentials", async () => {
      const seen = await played("identity", scenarios.identity);
      expect(seen.token.user).toMatchObject({ name: "admin", domain: { name: "Default" } });
      expect(seen.token.expiresAt).toBeInstanceOf(Date);
      expect(seen.user).toMatchObject({ name: "recorded-user", domainId: seen.domain?.id });
      expect(seen.listed).toEqual([seen.user]);
      expect(seen.shownUser.id).toBe(seen.user.id);
      expect(seen.unassigned).toEqual([true, false]);
      expect(seen.madeTrust).toMatchObject({
        trusteeUserId: seen.user.id,
        impersonation: true,
        expiresAt: new Date("2030-01-01T00:00:00Z"),
      });
      expect(seen.trusts.map(({ id }) => id)).toContain(seen.shown.id);
      expect(seen.trustsDeleted).toEqual([true, false]);
      expect(seen.credential).toMatchObject({
        name: "recorded-credential",
        projectId: seen.token.project?.id,
        expiresAt: new Date("2030-01-01T00:00:00Z"),
      });
      expect(seen.credential.secret).not.toBe("");
      expect(seen.credentialFound?.id).toBe(seen.credential.id);
      expect(seen.credentialsDeleted).toEqual([true, false]);
      expect(seen.usersDeleted).toEqual([true, false]);
      expect(seen.project?.name).toBe("demo");
      expect(seen.noProject).toBeUndefined();
      expect(seen.validated?.user.id).toBe(seen.token.user.id);
      expect(seen.validated?.catalog).toEqual([]);
      expect(seen.unknownToken).toBeUndefined();
      expect(seen.unknownRevoked).toBe(false);
    });
  });

  describe("its Barbican", () => {
    it("keeps secrets, puts them together and knows who uses them", async () => {
      const seen = await played("key-manager", scenarios["key-manager"]);
      expect(seen.text).toMatchObject({
        name: "recorded-text",
        secretType: "passphrase",
        contentTypes: { default: "text/plain" },
        status: "ACTIVE",
        expiration: undefined,
      });
      expect(seen.bytes).toMatchObject({
        secretType: "opaque",
        expiration: new Date("2040-01-01T00:00:00Z"),
      });
      expect(seen.payloads).toEqual(["a text", "some bytes"]);
      expect(seen.listed).toEqual([seen.text]);
      expect(seen.container).toMatchObject({
        name: "recorded-container",
        type: "certificate",
        consumers: [{ name: "recorder", url: "cluster/1" }],
      });
      expect(new Set(seen.container?.secretRefs)).toEqual(
        new Set([
          { name: "certificate", secretRef: seen.bytes?.secretRef },
          { name: "private_key_passphrase", secretRef: seen.text?.secretRef },
        ]),
      );
      expect(seen.containers.map(({ containerRef }) => containerRef)).toEqual([
        seen.container?.containerRef,
      ]);
      expect(seen.noContainers).toEqual([]);
      expect(seen.refused).toMatchObject({ status: 400 });
      expect(seen.foreign).toMatchObject({
        status: 400,
        reason: "Provided field value is not supported",
      });
      expect(seen.consumersRemoved).toEqual([true, false]);
      expect(seen.secretsDeleted).toEqual([true, false]);
      expect(seen.without?.secretRefs.map(({ name }) => name)).toEqual(["certificate"]);
      expect(seen.absentPayload).toMatchObject({ status: 404, reason: "Secret not found." });
      expect(seen.containersDeleted).toEqual([true, false]);
      expect(seen.lastDeleted).toBe(true);
      expect(seen.absent).toEqual([undefined, undefined]);
    });
  });

  describe("its Heat", () => {
    it("previews, makes, changes and deletes a stack by name through its redirects", async () => {
      const seen = await played("orchestration", scenarios.orchestration);
      expect(seen.preview.resources).toHaveLength(2);
      expect(seen.created).toMatchObject({
        id: seen.id,
        stackName: "recorded-stack",
        stackStatus: "CREATE_COMPLETE",
        tags: ["recorded", "twice"],
        timeoutMins: 5,
        outputs: undefined,
      });
      expect(seen.exists).toMatchObject({ status: 409, retryable: false });
      expect(seen.exists?.message).toContain("already exists");
      expect(seen.listed.map(({ id }) => id)).toEqual([seen.id]);
      expect(seen.nested.some(({ parent }) => parent === seen.id)).toBe(true);
      expect(seen.patched).toMatchObject({
        stackStatus: "UPDATE_COMPLETE",
        parameters: { count: "2" },
        tags: ["recorded"],
      });
      expect(seen.updated).toMatchObject({
        stackStatus: "UPDATE_COMPLETE",
        parameters: { count: "1" },
      });
      expect(seen.notUpdating?.status).toBe(400);
      expect(seen.deleted).toBe(true);
      // By name, Heat goes on showing a deleted stack for a moment.
      expect([undefined, "DELETE_COMPLETE"]).toContain(seen.gone?.stackStatus);
      expect(seen.absent).toBeUndefined();
      expect(seen.deletedAgain).toBe(false);
    });

    it("shows resources of nested stacks, events, outputs and metadata", async () => {
      const seen = await played("orchestration", scenarios.orchestration);
      const group = seen.resources.find(({ resourceName }) => resourceName === "group");
      const member = seen.resources.find(({ resourceName }) => resourceName === "0");
      expect(group?.stack).toEqual({ name: "recorded-stack", id: seen.id });
      expect(member?.stack?.id).toBe(group?.nestedStackId);
      expect(member?.parentResource).toBe("group");
      expect(member?.nestedStackId).toBeDefined();
      expect(seen.handle).toMatchObject({ resourceType: "OS::Heat::WaitConditionHandle" });
      expect(seen.metadata).toMatchObject({ "node-1": { status: "SUCCESS" } });
      expect(seen.outputs).toEqual([expect.objectContaining({ outputKey: "names" })]);
      expect(seen.output?.outputValue).toHaveLength(1);
      expect(seen.events.length).toBeGreaterThan(10);
      expect(new Set(seen.events.map(({ id }) => id)).size).toBe(seen.events.length);
      expect(seen.made).toHaveProperty("heat_template_version");
      expect(seen.absentResource).toBeUndefined();
      expect(seen.absentOutput).toBeUndefined();
      expect(seen.validated.parameters).toHaveProperty("count");
      expect(seen.invalid?.message).toContain("OS::No");
    });
  });

  describe("its Nova", () => {
    it("makes, shows, restarts and deletes a server", async () => {
      const seen = await played("compute", scenarios.compute);
      expect(seen.server).toMatchObject({
        name: "recorded-server",
        status: "ACTIVE",
        flavorId: seen.flavor?.id,
        keypairName: "recorded-key",
        metadata: { purpose: "recording" },
        vmState: "active",
        addresses: { private: [{ version: 4, type: "fixed" }] },
      });
      expect(seen.listed.map(({ id }) => id)).toEqual([seen.server.id]);
      expect(seen.console.split("\n")).toHaveLength(2);
      expect([seen.deleted, seen.deletedAgain]).toEqual([true, false]);
    });

    it("knows keypairs, flavors and limits", async () => {
      const seen = await played("compute", scenarios.compute);
      expect(seen.testkey).toMatchObject({ name: "testkey" });
      expect([seen.keypairDeleted, seen.keypairDeletedAgain]).toEqual([true, false]);
      expect(seen.flavor).toMatchObject({ name: "m1.tiny", memoryMib: 512, vcpus: 1, diskGib: 1 });
      expect(seen.flavors.map(({ name }) => name).toSorted()).toEqual([
        "m1.large",
        "m1.medium",
        "m1.small",
        "m1.tiny",
      ]);
      expect(seen.absentFlavor).toBeUndefined();
      expect(seen.absentKeypair).toBeUndefined();
      expect(seen.limits.servers.limit).toBe(-1);
      expect(seen.quota.vcpus).toBe(-1);
    });
  });

  describe("its Neutron", () => {
    it("makes networks, subnets, routers, ports, floating IPs and security groups", async () => {
      const seen = await played("network", scenarios.network);
      expect(seen.external).toMatchObject({ name: "public", external: true });
      expect(seen.network).toMatchObject({ name: "recorded", external: false });
      expect(seen.ambiguous?.ids.toSorted()).toEqual([seen.network.id, seen.twin.id].toSorted());
      expect(seen.subnet).toMatchObject({ ipVersion: 4, dnsNameservers: ["10.99.0.2"] });
      expect(seen.router.externalGatewayInfo?.networkId).toBe(seen.external?.id);
      expect(seen.port.fixedIps).toEqual([{ subnetId: seen.subnet.id, ipAddress: "10.99.0.10" }]);
      expect(seen.port.allowedAddressPairs).toEqual([{ ipAddress: "10.100.0.0/16" }]);
      expect(seen.floatingIp).toMatchObject({ portId: seen.port.id, fixedIpAddress: "10.99.0.10" });
      expect(seen.rule).toMatchObject({ protocol: "tcp", portRangeMin: 2376, portRangeMax: 2377 });
      expect(seen.found.subnet?.id).toBe(seen.subnet.id);
      expect(seen.found.ports.map(({ id }) => id)).toContain(seen.port.id);
      expect(seen.found.floatingIps).toHaveLength(1);
      expect(seen.removed).toEqual([true, true, true, true, true, true]);
      expect(seen.removedAgain).toEqual([false, false, false]);
      expect(seen.absent).toBeUndefined();
      expect(seen.quota.networks).toMatchObject({ limit: -1, reserved: 0 });
      expect(seen.extensions.map(({ alias }) => alias)).toContain("router");
    });
  });

  describe("its Glance", () => {
    it("finds images by name, id and property", async () => {
      const seen = await played("image", scenarios.image);
      expect(seen.found).toMatchObject({ name: "ubuntu-22.04", status: "active" });
      expect(seen.found?.properties["os_distro"]).toBe("ubuntu");
      expect(seen.byId).toEqual(seen.found);
      expect(seen.absent).toBeUndefined();
      expect(seen.oddName).toEqual([]);
      expect(seen.ubuntu.length).toBeGreaterThan(2);
    });
  });
});
