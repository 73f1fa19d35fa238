import { createPrivateKey, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createMemoryCertificateAuthority } from "../certificates/memory-certificate-authority.ts";
import { type ConfiguredCluster, newClientConfig } from "./new-client-config.ts";
import { CLUSTER_ONLY, OF_ANY_USER } from "../testing/signing-terms.ts";

const swarm: ConfiguredCluster = {
  name: "c1",
  status: "CREATE_COMPLETE",
  apiAddress: "tcp://192.0.2.1:2376",
  coe: "swarm-mode",
  tlsDisabled: false,
};
const kubernetes = { ...swarm, apiAddress: "https://192.0.2.1:6443", coe: "kubernetes" };

async function configOf(cluster: ConfiguredCluster) {
  const authority = createMemoryCertificateAuthority();
  await authority.createForCluster({ uuid: "uuid-1", name: cluster.name }, CLUSTER_ONLY);
  const signer = {
    caPem: () => authority.caCertificatePem("uuid-1"),
    sign: (csrPem: string) => authority.sign("uuid-1", csrPem, OF_ANY_USER),
  };
  return { ca: await signer.caPem(), ...(await newClientConfig(cluster, signer, "/home/me/c1")) };
}

async function filesOf(cluster: ConfiguredCluster) {
  const { files, ca } = await configOf(cluster);
  const named = new Map(files.map(({ name, content }) => [name, content]));
  return { ca, read: (name: string) => named.get(name) ?? "", names: [...named.keys()] };
}

describe("the configuration of a swarm's clients", () => {
  it("is three files that Docker finds, and where it finds them", async () => {
    const { environment } = await configOf(swarm);
    expect(environment).toEqual({
      DOCKER_HOST: "tcp://192.0.2.1:2376",
      DOCKER_CERT_PATH: "/home/me/c1",
      DOCKER_TLS_VERIFY: "True",
    });
    const { read, names, ca } = await filesOf(swarm);
    expect(names).toEqual(["ca.pem", "cert.pem", "key.pem"]);
    expect(read("ca.pem")).toBe(ca);
    const certificate = new X509Certificate(read("cert.pem"));
    expect(certificate.checkIssued(new X509Certificate(ca))).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(read("key.pem")))).toBe(true);
    expect(certificate.subject).toBe("CN=admin");
  });

  it("is the address alone where the cluster works without TLS", async () => {
    const { environment, files } = await configOf({ ...swarm, tlsDisabled: true });
    expect({ environment, files }).toEqual({
      environment: { DOCKER_HOST: "tcp://192.0.2.1:2376" },
      files: [],
    });
  });
});

describe("the configuration of a Kubernetes cluster's clients", () => {
  it("is a kubeconfig that holds an administrator's certificate", async () => {
    const { environment } = await configOf(kubernetes);
    expect(environment).toEqual({ KUBECONFIG: "/home/me/c1/config" });
    const { read, names, ca } = await filesOf(kubernetes);
    expect(names).toEqual(["config"]);
    const data = (field: string) => {
      const [, value = ""] = new RegExp(`${field}-data: (\\S+)`).exec(read("config")) ?? [];
      return Buffer.from(value, "base64").toString();
    };
    expect(data("certificate-authority")).toBe(ca);
    const certificate = new X509Certificate(data("client-certificate"));
    expect(certificate.subject).toBe("CN=admin\nO=system:masters");
    expect(certificate.checkPrivateKey(createPrivateKey(data("client-key")))).toBe(true);
    expect(read("config")).toContain('    server: "https://192.0.2.1:6443"\n');
  });

  it("has no certificates where the cluster works without TLS", async () => {
    const { read } = await filesOf({ ...kubernetes, tlsDisabled: true });
    expect(read("config")).toContain("server:");
    expect(read("config")).not.toContain("-data:");
  });
});

describe("a configuration", () => {
  it("waits for the cluster's address", async () => {
    const creating: ConfiguredCluster = {
      ...swarm,
      status: "CREATE_IN_PROGRESS",
      apiAddress: null,
    };
    await expect(configOf(creating)).rejects.toMatchObject({
      code: "JRB_CLUSTER_NOT_READY",
      message: expect.stringContaining("c1 is CREATE_IN_PROGRESS"),
    });
  });

  it.each(["mesos", "dcos", "constructor"])("is nothing for %s, which needs none", async (coe) => {
    const { environment, files } = await configOf({ ...swarm, coe });
    expect({ environment, files }).toEqual({ environment: {}, files: [] });
  });
});
