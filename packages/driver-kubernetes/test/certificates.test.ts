import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import {
  type AuthorityKind,
  type CertificateAuthority,
  createMemoryCertificateAuthority,
} from "@jeroboam/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificateProfiles } from "../src/certificate-profiles.ts";
import { type BootedNode, bootedNode, type NodeValues } from "./booted-node.ts";

const CLUSTER = { uuid: "22222222-2222-4222-8222-222222222222", name: "c1" };
/** In place of the shared one: keeps the requests for the test to have them signed. */
const KEEP_REQUESTS = `
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch_ca() { cat "../../../\${2:-kubernetes}.pem" >"$1" 2>/dev/null || touch "$1"; }
have_signed() { openssl req -new -key "$1" -config "$2" -out "$4-$(basename "$1" .key).csr"; }
`;

let authority: CertificateAuthority;
let serviceAccountKey: string;
beforeAll(async () => {
  authority = createMemoryCertificateAuthority();
  await authority.createForCluster(CLUSTER, {
    authorities: ["cluster", "etcd"],
    serviceAccountKey: true,
  });
  const { privateKeyPem } = await authority.serviceAccountKey(CLUSTER.uuid);
  serviceAccountKey = privateKeyPem.trim().replaceAll("\n", String.raw`\n`);
});

const nodes: { remove(): void }[] = [];
afterAll(() => {
  for (const node of nodes) node.remove();
});

function boot(values: Partial<NodeValues>): BootedNode {
  const node = bootedNode(values);
  nodes.push(node);
  node.write("var/lib/jeroboam/certificate.sh", KEEP_REQUESTS);
  return node;
}

/** The requests that a node's own script makes, by authority and name: `etcd-etcd`. */
function requestsOf(node: BootedNode, refreshing = ""): Readonly<Record<string, string>> {
  const { status, stderr } = node.step("certificates", { refreshing });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining("rror")]);
  const folder = join(node.root, "etc/kubernetes/pki");
  const names = readdirSync(folder).filter((name) => name.endsWith(".csr"));
  const requests = names.map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    rmSync(join(folder, name));
    return [name.slice(0, -4), text] as const;
  });
  return Object.fromEntries(requests);
}

const master = () =>
  boot({
    NODE_NAME: "c1-master-0",
    NODE_ADDRESS: "10.0.0.5",
    PUBLIC_ADDRESS: "172.24.0.5",
    ROLE: "master",
    API_ADDRESS: "127.0.0.1",
    API_ADDRESSES: "10.0.0.9 172.24.0.9",
    SERVICE_ACCOUNT_KEY: serviceAccountKey,
  });

const sign = async (csrPem: string, kind: AuthorityKind, by: "node" | "user" = "node") =>
  new X509Certificate(
    await authority.sign(CLUSTER.uuid, csrPem, {
      authority: kind,
      by,
      profiles: certificateProfiles,
    }),
  );

/** A request for a subject, made by whoever has no more than a key of their own. */
function requestFor(subject: string, names = ""): string {
  const node = boot({});
  const [key, request] = [join(node.root, "key"), join(node.root, "csr")];
  writeFileSync(key, "");
  const extension = names === "" ? [] : ["-addext", `subjectAltName=${names}`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key];
  spawnSync("openssl", ["req", "-new", ...kind, "-out", request, "-subj", subject, ...extension]);
  return readFileSync(request, "utf8");
}

const kindOf = (name: string): AuthorityKind => (name.startsWith("etcd-") ? "etcd" : "cluster");

describe("what a node asks for", { timeout: 30_000 }, () => {
  it("is, on a worker, a kubelet's and kube-proxy's certificate, and it gets them", async () => {
    const requests = requestsOf(boot({}));
    expect(Object.keys(requests)).toEqual(["kubernetes-kube-proxy", "kubernetes-kubelet"]);
    const kubelet = await sign(requests["kubernetes-kubelet"] ?? "", "cluster");
    expect(kubelet.subject).toBe("CN=system:node:c1-node-0\nO=system:nodes");
    expect(kubelet.subjectAltName).toBe(
      "DNS:c1-node-0, IP Address:10.0.0.7, IP Address:172.24.0.7",
    );
    expect(kubelet.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    const proxy = await sign(requests["kubernetes-kube-proxy"] ?? "", "cluster");
    expect([proxy.subject, proxy.keyUsage]).toEqual([
      "CN=system:kube-proxy",
      ["1.3.6.1.5.5.7.3.2"],
    ]);
  });

  it("is, on a master, the API server's and etcd's too, and it gets all of them", async () => {
    const requests = requestsOf(master());
    const signed = await Promise.all(
      Object.keys(requests)
        .toSorted()
        .map(async (name) => {
          const { subject, subjectAltName } = await sign(requests[name] ?? "", kindOf(name));
          return [name, subject, subjectAltName];
        }),
    );
    const addresses = (...all: readonly string[]) =>
      all.map((address) => `IP Address:${address}`).join(", ");
    const kubernetes = ["", ".default", ".default.svc", ".default.svc.cluster.local"];
    expect(signed).toEqual([
      ["etcd-etcd", "CN=etcd", addresses("10.0.0.5", "127.0.0.1")],
      [
        "kubernetes-kube-apiserver",
        "CN=kube-apiserver",
        [
          ...kubernetes.map((name) => `DNS:kubernetes${name}`),
          "DNS:c1-master-0",
          addresses("127.0.0.1", "10.254.0.1", "10.0.0.5", "172.24.0.5", "10.0.0.9", "172.24.0.9"),
        ].join(", "),
      ],
      ["kubernetes-kube-proxy", "CN=system:kube-proxy", undefined],
      [
        "kubernetes-kubelet",
        "CN=system:node:c1-master-0\nO=system:nodes",
        `DNS:c1-master-0, ${addresses("10.0.0.5", "172.24.0.5")}`,
      ],
      ["kubernetes-kubelet-client", "CN=kube-apiserver-kubelet-client", undefined],
    ]);
  });

  it("is nothing of a master's where somebody else's key signed for it", async () => {
    const other = createMemoryCertificateAuthority();
    await other.createForCluster(CLUSTER, { authorities: ["cluster"], serviceAccountKey: true });
    const own = serviceAccountKey;
    const { privateKeyPem } = await other.serviceAccountKey(CLUSTER.uuid);
    serviceAccountKey = privateKeyPem.trim().replaceAll("\n", String.raw`\n`);
    const requests = requestsOf(master());
    serviceAccountKey = own;
    for (const [name, csr] of Object.entries(requests).filter(
      ([each]) => !each.endsWith("kube-proxy"),
    ))
      await expect(sign(csr, kindOf(name))).rejects.toMatchObject({
        code: "JRB_CSR_FORBIDDEN",
      });
  });
});

describe("what a master asks for anew", { timeout: 30_000 }, () => {
  it("is nothing at another run, all but the API server's and etcd's while two authorities are believed, and these when the former one is gone", async () => {
    const node = master();
    /** Puts there what the authorities say, and has signed what the node asks for. */
    const takeOver = async (refreshing = "") => {
      node.write("kubernetes.pem", await authority.caCertificatePem(CLUSTER.uuid));
      node.write("etcd.pem", await authority.caCertificatePem(CLUSTER.uuid, "etcd"));
      const requests = Object.entries(requestsOf(node, refreshing));
      for (const [name, csr] of requests) {
        const signed = await sign(csr, kindOf(name));
        const file = name.slice(name.indexOf("-") + 1);
        node.write(`etc/kubernetes/pki/${file}.crt`, signed.toString());
      }
      return requests.map(([name]) => name).toSorted();
    };
    const all = await takeOver();
    expect(all).toHaveLength(5);
    expect(await takeOver()).toEqual([]);
    await authority.prepareRotation(CLUSTER, "rotation");
    const kept = ["kubernetes-kube-apiserver", "etcd-etcd"];
    const others = all.filter((name) => !kept.includes(name));
    expect(await takeOver("2")).toEqual(others);
    await authority.completeRotation(CLUSTER.uuid, "rotation");
    expect(await takeOver("3")).toEqual(all);
  });
});

describe("what a node's login alone cannot get", { timeout: 30_000 }, () => {
  it.each([
    ["the right to everything", "/O=system:masters/CN=admin"],
    ["the right to everything, as a kubelet", "/O=system:masters/CN=system:node:c1-node-0"],
    ["it beside a kubelet's", "/O=system:nodes/O=system:masters/CN=system:node:c1-node-0"],
    ["the controller manager's name", "/CN=system:kube-controller-manager"],
    ["the scheduler's name", "/CN=system:kube-scheduler"],
    ["the API server's certificate", "/CN=kube-apiserver"],
    ["the API server's rights on kubelets", "/CN=kube-apiserver-kubelet-client"],
    ["etcd", "/CN=etcd"],
    ["the front proxy's name", "/CN=front-proxy-client"],
    ["a master's kubelet", "/O=system:nodes/CN=system:node:c1-master-0"],
    ["a kubelet without a node's name", "/O=system:nodes/CN=system:node:"],
    ["a kubelet of a strange name", "/O=system:nodes/CN=system:node:admin"],
    ["a service account", "/CN=system:serviceaccount:kube-system:default"],
    ["a user's name", "/CN=alice"],
    ["a kube-proxy of more groups", "/O=system:nodes/CN=system:kube-proxy"],
  ])("%s", async (_, subject) => {
    const csr = requestFor(subject);
    for (const kind of ["cluster", "etcd"] as const)
      await expect(sign(csr, kind)).rejects.toMatchObject({ code: "JRB_CSR_FORBIDDEN" });
  });

  it.each(["DNS:kubernetes", "DNS:kubernetes.default.svc", "DNS:c1-master-0", "DNS:*"])(
    "the name %s in a kubelet's certificate",
    async (name) => {
      const csr = requestFor("/O=system:nodes/CN=system:node:c1-node-0", name);
      await expect(sign(csr, "cluster")).rejects.toMatchObject({ code: "JRB_CSR_FORBIDDEN" });
    },
  );
});

describe("what users get", () => {
  it("is an administrator's certificate, or one of their own name", async () => {
    const admin = await sign(requestFor("/O=system:masters/CN=admin"), "cluster", "user");
    expect(admin.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
    const alice = await sign(requestFor("/O=developers/CN=alice"), "cluster", "user");
    expect(alice.subject).toBe("O=developers\nCN=alice");
  });

  it.each([
    ["cluster", "/O=system:nodes/CN=system:node:c1-node-0"],
    ["cluster", "/CN=System:kube-scheduler"],
    ["etcd", "/CN=etcd"],
  ] as const)("is nothing of %s for %s", async (kind, subject) => {
    await expect(sign(requestFor(subject), kind, "user")).rejects.toMatchObject({
      code: "JRB_CSR_FORBIDDEN",
    });
  });
});
