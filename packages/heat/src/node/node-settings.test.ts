import {
  type ClusterCredential,
  DEFAULT_OPERATOR_SETTINGS,
  type TrustCredential,
} from "@jeroboam/core";
import { expect, it } from "vitest";
import { toyDefinition, toySnapshot } from "../../test/toy-driver.ts";
import { clusterSource } from "../mapping/mapping-source.ts";
import { nodeSettings } from "./node-settings.ts";

const trust: TrustCredential = {
  kind: "trust",
  trustId: "the-trust",
  trusteeUserId: "user",
  trusteeUserName: "name",
  trusteePassword: "password",
  trusteeDomainId: "domain",
  node: { id: "node", password: "password", trustId: "nodes-trust" },
};
const told = (credential: ClusterCredential, clusterUserTrust: boolean) =>
  nodeSettings(
    {
      ...clusterSource(toySnapshot(), toyDefinition.labels),
      endpoints: { identity: "", containerInfra: "" },
      timeoutMinutes: 60,
      nodesToRemove: [],
      credential,
      operator: { ...DEFAULT_OPERATOR_SETTINGS, clusterUserTrust },
    },
    { steps: [], refreshSteps: [], certificates: [], settings: {}, heatSettings: [] },
  );

it("tell nodes their own trust only where the operator says so", () => {
  expect(told(trust, false)).not.toContain("-trust");
  expect(told(trust, true)).toContain("TRUST_ID='nodes-trust'\n");
  expect(told(trust, true)).not.toContain("the-trust");
});

it("tell no trust to nodes that have no password to use it with", () => {
  const node = { id: "part", secret: "hidden" };
  const credential = { kind: "application-credential", userId: "alice", trust, node } as const;
  expect(told(credential, true)).not.toContain("-trust");
});
