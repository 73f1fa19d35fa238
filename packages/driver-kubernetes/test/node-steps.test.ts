import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { bootedNode, type NodeValues } from "./booted-node.ts";
import type { Scenario } from "@jeroboam/driver-bench";

const open: { remove(): void }[] = [];
afterEach(() => {
  for (const node of open.splice(0)) node.remove();
});

function boot(values: Partial<NodeValues> = {}, scenario: Scenario = {}) {
  const node = bootedNode(values, scenario);
  open.push(node);
  const read = (path: string) => readFileSync(join(node.root, path), "utf8");
  /** Notes how it was called, and does what the lines say. */
  const noted = (name: string, lines = "") =>
    node.program(name, `echo "${name} $*" >>${node.root}/called\n${lines}`);
  const calls = () => (existsSync(join(node.root, "called")) ? read("called").split("\n") : []);
  return { ...node, read, noted, calls };
}

describe("a machine's image", () => {
  const WORKER = [
    "containerd",
    "ctr",
    "curl",
    "openssl",
    "ip",
    "iptables",
    "sysctl",
    "kube-proxy",
    "kubectl",
  ];
  const prepared = (values: Partial<NodeValues>, scenario?: Scenario) => {
    const node = boot(values, scenario);
    for (const name of WORKER) node.program(name, "");
    for (const name of ["bridge", "host-local", "loopback", "portmap"])
      node.program(`cni/${name}`, "");
    for (const name of ["sed", "dirname"]) node.program(name, `exec /usr/bin/${name} "$@"`);
    node.program("kubelet", 'echo "Kubernetes v1.30.4-example2"');
    const settings = `${node.read("etc/jeroboam/settings")}CNI_FOLDERS='${node.root}/bin/cni'\n`;
    node.write("etc/jeroboam/settings", settings);
    return { ...node, check: () => node.step("programs", { path: join(node.root, "bin") }) };
  };
  const tagged = (kube_tag: string) => ({ cluster: { labels: { kube_tag } } });

  it("is right for a worker that holds what workers need", () => {
    expect(prepared({}).check()).toMatchObject({ status: 0, stderr: "" });
    expect(prepared({}, tagged("v1.30.4-example1")).check()).toMatchObject({ status: 0 });
  });

  it("is refused for what it lacks, each named", () => {
    const { status, stderr } = prepared({ ROLE: "master" }).check();
    expect([status, stderr]).toEqual([
      1,
      "the image lacks etcd kube-apiserver kube-controller-manager kube-scheduler\n",
    ]);
  });

  it("is refused for another version than the label says", () => {
    const { status, stderr } = prepared({}, tagged("v1.31.0")).check();
    expect([status, stderr]).toEqual([
      1,
      "the label kube_tag says v1.31.0 and the image holds v1.30.4-example2\n",
    ]);
  });
});

describe("a node's services", () => {
  const prepared = () => {
    const node = boot({ API_ADDRESS: "10.0.0.9" });
    node.noted("systemctl");
    node.program("kubelet", "echo '      --container-runtime string  what'");
    node.program("kube-proxy", "");
    const restarts = () => node.calls().filter((call) => call.startsWith("systemctl restart"));
    return { ...node, restarts };
  };

  it("start once, and anew only when a certificate of its own is another one", () => {
    const node = prepared();
    node.write("etc/kubernetes/pki/kubelet.crt", "one");
    expect(node.step("kubelet")).toMatchObject({ status: 0, stderr: "" });
    expect(node.restarts()).toHaveLength(2);
    node.step("kubelet");
    expect(node.restarts()).toHaveLength(2);
    node.write("etc/kubernetes/pki/kubelet.crt", "another");
    node.step("kubelet");
    expect(node.restarts()).toEqual([
      "systemctl restart kubelet.service",
      "systemctl restart kube-proxy.service",
      "systemctl restart kubelet.service",
    ]);
  });

  it("reach the API by the address that they were told, and tell an old kubelet of containerd", () => {
    const node = prepared();
    node.step("kubelet");
    expect(node.read("etc/kubernetes/kubelet.conf")).toContain("server: https://10.0.0.9:6443\n");
    const unit = node.read("etc/systemd/system/kubelet.service");
    expect(unit).toContain("--container-runtime=remote");
    expect(unit).toContain(
      "--node-labels=magnum.openstack.org/nodegroup=default-worker,magnum.openstack.org/role=worker ",
    );
    expect(unit).not.toContain("--register-with-taints");
  });

  it("keep work off masters", () => {
    const node = boot({ ROLE: "master", NODE_GROUP: "default-master", NODE_GROUP_ROLE: "master" });
    node.noted("systemctl");
    for (const name of ["kubelet", "kube-proxy"]) node.program(name, "");
    expect(node.step("kubelet").status).toBe(0);
    const unit = node.read("etc/systemd/system/kubelet.service");
    expect(unit).toContain(
      "--register-with-taints=node-role.kubernetes.io/control-plane=:NoSchedule",
    );
    expect(unit).not.toContain("--container-runtime=remote");
  });

  it("are etcd's for all masters at once, without a discovery service", () => {
    const node = boot({ ROLE: "master", NODE_ADDRESS: "10.0.0.5" });
    node.noted("systemctl");
    node.program("etcd", "");
    node.program("curl", "");
    expect(node.step("etcd")).toMatchObject({ status: 0 });
    expect(node.read("etc/systemd/system/etcd.service")).toContain(
      "--initial-cluster=10.0.0.5=https://10.0.0.5:2380,10.0.0.6=https://10.0.0.6:2380 ",
    );
  });
});

describe("a master that is ready", () => {
  it.each([
    ["its boot", "", ["jeroboam_generation=1"]],
    ["new certificates", "3", ["jeroboam_generation=3"]],
    ["certificates that would have ended", "expiry", []],
  ])("tells the others of %s", (_, refreshing, told) => {
    const node = boot({ ROLE: "master", NODE_NAME: "c1-master-0", GENERATION: "1" });
    node.noted("kubectl", "echo True");
    expect(node.step("ready", { refreshing })).toMatchObject({ status: 0, stderr: "" });
    const annotated = node.calls().filter((call) => call.includes(" annotate "));
    expect(annotated.map((call) => call.split(" ").at(-1))).toEqual(told);
  });
});

describe("the routes between the nodes' pods", () => {
  it("are those of the nodes there are, and no others", () => {
    const node = boot({ NODE_ADDRESS: "10.0.0.7" });
    node.program(
      "kubectl",
      String.raw`printf '10.100.0.0/24 10.0.0.5\n 10.0.0.6\n10.100.2.0/24 10.0.0.7\n10.100.3.0/24 10.0.0.8\n'`,
    );
    node.noted("iptables", 'case "$*" in *-C*) exit 1 ;; esac');
    node.noted(
      "ip",
      `[ "$2" != show ] || printf '10.100.0.0/24 via 10.0.0.5\\n10.100.9.0/24 via 10.0.0.99\\n'`,
    );
    // Ends the first round.
    node.program("sleep", "kill $PPID");
    node.step("pod-routes");
    const changes = node.calls().filter((call) => /^ip route (replace|del)/.test(call));
    expect(changes).toEqual([
      "ip route replace 10.100.0.0/24 via 10.0.0.5 proto 199",
      "ip route replace 10.100.3.0/24 via 10.0.0.8 proto 199",
      "ip route del 10.100.9.0/24 proto 199",
    ]);
    expect(node.calls()).toContain(
      "iptables -w -t nat -I POSTROUTING -s 10.100.0.0/16 ! -d 10.100.0.0/16 -j MASQUERADE",
    );
  });

  it("stay when the API does not answer", () => {
    const node = boot();
    node.program("kubectl", "exit 1");
    node.program("iptables", "");
    node.noted("ip");
    node.program("sleep", "kill $PPID");
    node.step("pod-routes");
    expect(node.calls().filter((call) => call.startsWith("ip "))).toEqual([]);
  });
});
