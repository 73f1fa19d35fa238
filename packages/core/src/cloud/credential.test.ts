import { describe, expect, it } from "vitest";
import { chooseStrategy, givesCredentials } from "./choose-strategy.ts";
import type { CredentialStrategy } from "./cloud.ts";
import {
  type ClusterCredential,
  type CredentialKind,
  nodeLogin,
  type TrustCredential,
} from "./credential.ts";

const TRUST: TrustCredential = {
  kind: "trust",
  trustId: "trust",
  trusteeUserId: "trustee",
  trusteeUserName: "name",
  trusteePassword: "password",
  trusteeDomainId: "domain",
};
const CREDENTIALS: Readonly<Record<CredentialKind, ClusterCredential>> = {
  trust: TRUST,
  "application-credential": {
    kind: "application-credential",
    userId: "alice",
    trust: TRUST,
    node: { id: "part", secret: "hidden" },
  },
  "service-user": {
    kind: "service-user",
    userId: "user",
    userName: "name",
    password: "password",
    userDomainId: "domain",
    projectId: "project",
    node: { id: "part", secret: "hidden" },
  },
};

const strategy = (kind: CredentialKind): CredentialStrategy => ({
  kind,
  acquire: async () => CREDENTIALS[kind],
  release: async () => undefined,
});

describe("what nodes log in with", () => {
  it("is the trustee's password, without the trust", () => {
    expect(nodeLogin(CREDENTIALS.trust)).toEqual({
      method: "password",
      id: "trustee",
      secret: "password",
    });
  });

  it.each(["application-credential", "service-user"] as const)(
    "is of a credential of kind %s only the part for certificates",
    (kind) => {
      expect(nodeLogin(CREDENTIALS[kind])).toEqual({
        method: "application_credential",
        id: "part",
        secret: "hidden",
      });
    },
  );
});

describe("strategies", () => {
  const credentials = [strategy("application-credential"), strategy("trust")];

  it("are taken in the operator's order, as far as the driver can work with them", () => {
    expect(chooseStrategy({ credentials }, {})?.kind).toBe("application-credential");
    expect(chooseStrategy({ credentials }, { credentialKinds: ["trust"] })?.kind).toBe("trust");
    expect(chooseStrategy({ credentials }, { credentialKinds: ["service-user"] })).toBeUndefined();
    expect(chooseStrategy({}, {})).toBeUndefined();
  });

  it("make nothing of a kind that is only taken back", () => {
    const former: CredentialStrategy = { ...strategy("trust"), releaseOnly: true };
    expect(chooseStrategy({ credentials: [former] }, {})).toBeUndefined();
    expect(givesCredentials({ credentials: [former] })).toBe(false);
  });

  it("are none in an empty list", () => {
    expect([{}, { credentials: [] }, { credentials }].map(givesCredentials)).toEqual([
      false,
      false,
      true,
    ]);
  });
});
