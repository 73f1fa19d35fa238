import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  address,
  attribute,
  dns,
  mail,
  OID,
  type RequestOptions,
  requestPem,
  subject,
  TEST_KEYS,
} from "../testing/certificate-requests.ts";
import { type CertificateProfile, DEFAULT_PROFILES } from "./certificate-profile.ts";
import { parseCertificateRequest } from "./certificate-request.ts";
import { certifiedRequest, type SigningTerms } from "./chosen-profile.ts";
import { bytesOf, utf8String } from "./der.ts";
import { isFromMaster } from "./mastership.ts";
import { DEFAULT_REQUEST_RULES } from "./request-rules.ts";

/** As a driver for Kubernetes may have them. */
const PROFILES: readonly CertificateProfile[] = [
  {
    name: "kubelet",
    authority: "cluster",
    for: "node",
    commonName: /system:node:[a-z0-9-]+/,
    organizations: ["system:nodes"],
    usages: ["server", "client"],
    dnsNames: [/c1-[a-z0-9-]+/],
  },
  {
    name: "apiserver",
    authority: "cluster",
    for: "master",
    commonName: /kubernetes/,
    organizations: [],
    usages: ["server"],
    dnsNames: [/kubernetes(\.default(\.svc)?)?/],
  },
  {
    name: "admin",
    authority: "cluster",
    for: "user",
    commonName: /.+/,
    organizations: ["system:masters"],
    usages: ["client"],
    dnsNames: [],
  },
];

const request = (options: RequestOptions = {}) =>
  parseCertificateRequest(
    requestPem({ keys: TEST_KEYS.p256, oid: OID.ecSha256, ...options }),
    DEFAULT_REQUEST_RULES,
  );
const named = (commonName: string, ...organizations: string[]) =>
  subject(...organizations.map((one) => [OID.organization, one] as const), [
    OID.commonName,
    commonName,
  ]);

function certified(
  options: RequestOptions,
  { isMaster = false, ...terms }: Partial<SigningTerms> & { isMaster?: boolean } = {},
) {
  const all = { authority: "cluster", by: "node", profiles: PROFILES, ...terms } as const;
  return certifiedRequest(request(options), all, isMaster);
}
function outcome(...given: Parameters<typeof certified>) {
  try {
    const { usages, names } = certified(...given);
    return [...usages, ...names.map((name) => bytesOf(name)?.toString("latin1"))].join(" ");
  } catch (error) {
    return (error as { code: string }).code;
  }
}
const FORBIDDEN = "JRB_CSR_FORBIDDEN";

describe("with a driver's profiles", () => {
  const kubelet = named("system:node:c1-node-0", "system:nodes");
  const names = [dns("c1-node-0")];

  it.each<[string, ReturnType<typeof named>, Parameters<typeof certified>[1], string]>([
    ["a kubelet", kubelet, {}, "server client"],
    ["a kubelet of the etcd authority", kubelet, { authority: "etcd" }, FORBIDDEN],
    ["a kubelet by a user", kubelet, { by: "user" }, FORBIDDEN],
    ["a kubelet without its organization", named("system:node:c1-node-0"), {}, FORBIDDEN],
    ["a kubelet of two organizations", named("system:node:a", "system:nodes", "x"), {}, FORBIDDEN],
    [
      "one organization twice",
      named("system:node:a", "system:nodes", "system:nodes"),
      {},
      FORBIDDEN,
    ],
    [
      "a name that only begins right",
      named("system:node:c1-node-0 ", "system:nodes"),
      {},
      FORBIDDEN,
    ],
    ["a name that only ends right", named("x system:node:a", "system:nodes"), {}, FORBIDDEN],
    ["an administrator by a node", named("admin", "system:masters"), {}, FORBIDDEN],
    [
      "an administrator by a master",
      named("admin", "system:masters"),
      { isMaster: true },
      FORBIDDEN,
    ],
    ["an administrator by a user", named("admin", "system:masters"), { by: "user" }, "client"],
    ["the API server by a node", named("kubernetes"), {}, FORBIDDEN],
    ["the API server by a master", named("kubernetes"), { isMaster: true }, "server"],
    [
      "the API server by a user who knows what masters know",
      named("kubernetes"),
      { by: "user", isMaster: true },
      FORBIDDEN,
    ],
    ["a kubelet by a master", kubelet, { isMaster: true }, "server client"],
  ])("%s", (_, whom, terms, expected) => {
    expect(outcome({ subject: whom }, terms)).toBe(expected);
  });

  it("a node gets the names of the profile and its addresses, and no other", () => {
    const ask = (...more: Parameters<typeof dns>[0][]) =>
      outcome({ subject: kubelet, names: [...names, ...more.map(dns), address(10, 0, 0, 5)] });
    expect(ask()).toBe("server client c1-node-0 \n\0\0\u0005");
    expect(ask("kubernetes")).toBe(FORBIDDEN);
    expect(ask("*.c1")).toBe(FORBIDDEN);
    expect(outcome({ subject: kubelet, names: [mail("a@b.c")] })).toBe(FORBIDDEN);
  });

  it("a user keeps the addresses and loses the names that a profile does not have", () => {
    const subjectOfAdmin = named("me", "system:masters");
    const asked = [dns("kubernetes"), dns("me"), mail("a@b.c"), address(10, 0, 0, 5)];
    const by = { by: "user" } as const;
    expect(outcome({ subject: subjectOfAdmin, names: asked }, by)).toBe("client me \n\0\0\u0005");
  });

  it("says what may be asked for", () => {
    expect(() => certified({ subject: named("x") })).toThrow(
      "its subject is none that a node may have of the cluster authority, which signs kubelet (CN system:node:[a-z0-9-]+, O system:nodes).",
    );
    expect(() => certified({}, { authority: "etcd" })).toThrow("which signs nothing for it");
  });

  it("a node is nobody by attributes that some take for more than a name", () => {
    const whom = subject(
      [OID.organization, "system:nodes"],
      [OID.commonName, "system:node:a"],
      ["1.3.6.1.4.1.57683.2", "0"],
    );
    expect(outcome({ subject: whom })).toBe(FORBIDDEN);
  });
});

describe("without a driver's profiles", () => {
  const profiles = DEFAULT_PROFILES;
  it.each<[string, string[], string]>([
    ["swarm.invalid", [], "server client"],
    ["swarm.invalid", ["any", "two"], "server client"],
    ["admin", ["system:masters"], FORBIDDEN],
    ["admin", [" System:Masters"], FORBIDDEN],
    ["system:node:a", [], FORBIDDEN],
    ["SYSTEM:node:a", [], FORBIDDEN],
    ["*.example", [], FORBIDDEN],
  ])("a node that asks for %s of %j", (commonName, organizations, expected) => {
    const whom = named(commonName, ...organizations);
    expect(outcome({ subject: whom }, { profiles })).toBe(expected);
    expect(outcome({ subject: whom }, { profiles, by: "user" })).toBe("server client");
  });

  it("host names and addresses stay, for users without the rest", () => {
    const names = [dns("a.example"), dns("*.b"), address(10, 0, 0, 5)];
    expect(outcome({ names }, { profiles })).toBe(FORBIDDEN);
    expect(outcome({ names }, { profiles, by: "user" })).toBe(
      "server client a.example \n\0\0\u0005",
    );
    expect(outcome({ names: [dns("a.example")] }, { profiles })).toBe("server client a.example");
  });

  it("somebody has to be named", () => {
    const nobody = { subject: subject(), names: [dns("*.x")] };
    expect(outcome(nobody, { profiles, by: "user" })).toBe("JRB_INVALID_CSR");
    expect(outcome({ subject: subject(), names: [dns("x")] }, { profiles })).toBe(
      "server client x",
    );
  });
});

describe("a master", () => {
  const cluster = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spki = (key: KeyObject) => key.export({ type: "spki", format: "der" });
  const challenge = (signed: Buffer, key: KeyObject) =>
    attribute(OID.challengePassword, utf8String(sign("sha256", signed, key).toString("base64")));
  const own = spki(TEST_KEYS.p256.publicKey);

  it("is who signed its own new key with that of the service accounts", async () => {
    const by = async (...attributes: ReturnType<typeof attribute>[]) =>
      isFromMaster(request({ attributes }), cluster.publicKey);
    expect(await by(challenge(own, cluster.privateKey))).toBe(true);
    expect(await by()).toBe(false);
    expect(await by(attribute(OID.challengePassword, utf8String("guess")))).toBe(false);
    // What another request was sent with is worth nothing here.
    expect(await by(challenge(spki(TEST_KEYS.p384.publicKey), cluster.privateKey))).toBe(false);
    expect(await by(challenge(own, TEST_KEYS.rsa.privateKey))).toBe(false);
  });
});
