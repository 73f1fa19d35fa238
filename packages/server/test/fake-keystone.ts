import type { ValidatedToken } from "../src/identity/keystone-authenticator.ts";

const person = (id: string, project: string | null, ...roles: string[]): ValidatedToken => ({
  user: { id, name: id, domain: { id: "default" } },
  project: project === null ? null : { id: project },
  roles: roles.map((name) => ({ name })),
});

/** Tokens of a small world: two projects, an admin, and users without project. */
export class FakeKeystone {
  readonly tokens = new Map<string, ValidatedToken>([
    ["alice", person("alice", "wonderland", "member", "reader")],
    ["colleague", person("colleague", "wonderland", "member", "reader")],
    ["mallory", person("mallory", "elsewhere", "member", "reader")],
    ["admin", person("root", "admin", "admin", "member", "reader")],
    ["unscoped", person("nobody", null)],
  ]);
  /** How often it was asked. */
  asked = 0;
  available = true;

  readonly validateToken = async (token: string): Promise<ValidatedToken | undefined> => {
    this.asked += 1;
    if (!this.available) throw new Error("connection refused");
    return this.tokens.get(token);
  };

  /** The user that a cluster's nodes log in as; answers the token. */
  addTrustee(clusterUuid: string, projectId: string, domainId = "trustees"): string {
    const token = `trustee-${clusterUuid}-${domainId}`;
    this.tokens.set(token, {
      user: {
        id: `user-${clusterUuid}`,
        name: `${clusterUuid}_${projectId}`,
        domain: { id: domainId },
      },
      roles: [],
    });
    return token;
  }
  /** A token by which one user acts for another, as their trust lets it; answers the token. */
  addTrust(trusteeId: string, trustor: string): string {
    const described = this.tokens.get(trustor);
    if (!described) throw new Error(`the fake Keystone knows no ${trustor}`);
    const token = `trust-${trusteeId}-${trustor}`;
    this.tokens.set(token, { ...described, trust: { trusteeUser: { id: trusteeId } } });
    return token;
  }
}
