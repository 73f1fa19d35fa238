import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { bootedNode } from "./booted-node.ts";

const ADDRESSES = ["10.0.0.5", "10.0.0.6", "10.0.0.7"];

const open: { remove(): void }[] = [];
afterEach(() => {
  for (const node of open.splice(0)) node.remove();
});

/** One of three masters, all of which work and have told of their first generation. */
function master(index: number) {
  const node = bootedNode({
    NODE_NAME: `c1-master-${index}`,
    NODE_INDEX: String(index),
    NODE_ADDRESS: ADDRESSES[index] ?? "",
    MASTER_ADDRESSES: ADDRESSES.join(" "),
    ROLE: "master",
  });
  open.push(node);
  const { root } = node;
  const place = (name: string) => join(root, name);
  const others = ADDRESSES.flatMap((address, other) =>
    other === index
      ? []
      : [{ address, server: `https://${address}:6443`, name: `c1-master-${other}` }],
  );
  for (const { server, name } of others) node.write(`told/${server.slice(8)}/${name}`, "1");
  node.program(
    "kubectl",
    `server=$(echo "$*" | sed -n 's|.* --server https://\\([^ ]*\\) .*|\\1|p')
case "$*" in
  *"kube-proxy.conf "*" get --raw /readyz") [ -d "${root}/told/$server" ] ;;
  *"kube-proxy.conf "*" get node "*jeroboam_generation*) cat "${root}/told/$server/$(echo "$*" | sed 's/.* get node \\([^ ]*\\) .*/\\1/')" ;;
  *) exit 9 ;;
esac`,
  );
  node.program("curl", "");
  /** What happens during each pause, as lines of shell in the folder of what masters told. */
  const meanwhile = (...events: readonly string[]) => {
    for (const [number, event] of events.entries()) node.write(`events/${number}`, event);
    node.program(
      "sleep",
      `n=$(cat "${root}/slept" 2>/dev/null | wc -l); echo "$1" >>"${root}/slept"
cd "${root}/told"; . "${root}/events/$n"`,
    );
  };
  const slept = () =>
    existsSync(place("slept")) ? readFileSync(place("slept"), "utf8").trim().split("\n") : [];
  return { ...node, meanwhile, slept };
}

describe("a master's turn to start anew", () => {
  it("comes when all others are ready, and those before it have started anew", () => {
    const node = master(1);
    node.meanwhile(
      "mv 10.0.0.5:6443 away",
      "mv away 10.0.0.5:6443; echo 2 >10.0.0.5:6443/c1-master-0; mv 10.0.0.7:6443 away",
      "mv away 10.0.0.7:6443",
    );
    const { status, stderr } = node.step("turn", { refreshing: "2", patienceSeconds: 60 });
    expect([status, stderr.trim().split("\n")]).toEqual([
      0,
      [
        "c1-master-0 has not started anew yet",
        "c1-master-0 is not ready",
        "c1-master-2 is not ready",
      ],
    ]);
    expect(node.slept()).toEqual(["3", "3", "3"]);
  });

  it("comes at once for the first one while the others are ready", () => {
    const node = master(0);
    node.meanwhile();
    expect(node.step("turn", { refreshing: "2" })).toMatchObject({ status: 0, stderr: "" });
    expect(node.slept()).toEqual([]);
  });

  it("does not come before the node's deadline where one before it stays away", () => {
    const { status, stderr } = master(2).step("turn", { refreshing: "2" });
    expect([status, stderr]).toEqual([1, "c1-master-0 has not started anew yet\n"]);
  });

  it("comes half a minute apart before certificates end, while all others are ready", () => {
    const node = master(2);
    node.meanwhile("mv 10.0.0.6:6443 away", "mv away 10.0.0.6:6443");
    const { status, stderr } = node.step("turn", { refreshing: "expiry", patienceSeconds: 60 });
    expect([status, stderr]).toEqual([0, "c1-master-1 is not ready\n"]);
    expect(node.slept()).toEqual(["60", "3"]);
  });

  it("comes without the others when its member of etcd has had no majority for a minute", () => {
    const node = master(2);
    node.program("curl", "exit 22");
    node.program(
      "date",
      `echo >>"${node.root}/asked"; echo $((20 * $(wc -l <"${node.root}/asked")))`,
    );
    node.meanwhile("", "", "");
    expect(node.step("turn", { refreshing: "2" })).toMatchObject({ status: 0 });
    expect(node.slept()).toEqual(["3", "3"]);
  });

  it("is not waited for by workers", () => {
    const node = bootedNode({});
    open.push(node);
    expect(node.step("turn", { refreshing: "2" })).toMatchObject({ status: 0, stderr: "" });
  });
});
