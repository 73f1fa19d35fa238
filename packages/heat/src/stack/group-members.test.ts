import { describe, expect, it } from "vitest";
import type { OutputMapping } from "../mapping/output-mapping.ts";
import { groupMembers } from "./group-members.ts";

const STACK = "duck-teddies-abcdefghijkl";
const SERVER = "77777777-7777-4777-8777-777777777777";
const OTHER_SERVER = "88888888-8888-4888-8888-888888888888";
const mappings: readonly OutputMapping[] = [
  { output: "members", to: "workers.addressesByIndex" },
  { output: "servers", to: "workers.serverIdsByIndex" },
];

const members = (
  nodes: readonly string[],
  outputs?: Readonly<Record<string, unknown>>,
  mayBeGone = false,
) =>
  groupMembers(nodes, {
    mayBeGone,
    title: "Node group teddies",
    stackName: STACK,
    mappings,
    outputs: async () => outputs,
  });
const outputs = {
  members: { "0": "192.0.2.10", "3": "192.0.2.13", "10": "" },
  servers: { "0": SERVER, "3": null, "10": null },
};

describe("the nodes to remove", () => {
  it("are named by index, server name, server id and address", async () => {
    const named = ["0", `${STACK}-node-10`, SERVER, "192.0.2.13"];
    expect(await members(named, outputs)).toEqual(["0", "10", "3"]);
  });

  it.each([
    ["another group's node", "duck-bricks-abcdefghijkl-node-3"],
    ["a node of the default group", "duck-abcdefghijkl-node-3"],
    ["a master", `${STACK}-master-0`],
    ["any name that ends in a number", "teddy-0"],
    ["a longer name", `x-${STACK}-node-3`],
    ["another group's server", OTHER_SERVER],
    ["an address of nobody", "192.0.2.99"],
    ["an index of nobody", "7"],
    ["a server name of nobody", `${STACK}-node-7`],
    ["a number that is written oddly", "03"],
    ["nothing", ""],
  ])("are not %s", async (_, node) => {
    await expect(members(["0", node], outputs)).rejects.toMatchObject({
      code: "JRB_NODE_NOT_FOUND",
      retryable: false,
      message: `Node group teddies has no node ${node}; name its nodes by index, server name, server id or address.`,
    });
  });

  it("are left out where an earlier try may have taken them away", async () => {
    expect(await members(["0", "7", "192.0.2.99", SERVER, "3"], outputs, true)).toEqual(["0", "3"]);
  });

  it("are believed by index and server name where the stack shows no members", async () => {
    expect(await members(["4", `${STACK}-node-5`], { members: null })).toEqual(["4", "5"]);
    await expect(members([SERVER])).rejects.toMatchObject({ code: "JRB_NODE_NOT_FOUND" });
  });
});
