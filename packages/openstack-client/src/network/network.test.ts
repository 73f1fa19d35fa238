import { describe, expect, it } from "vitest";
import { FakeCloud, type SeenRequest } from "../../test/fake-cloud.ts";
import { createSession } from "../session/session.ts";
import { findNetwork, matchNetworks } from "./network.ts";

function neutron(names: readonly string[]) {
  const networks = names.map((name, index) => ({ id: `n${index}`, name }));
  const cloud = new FakeCloud().on("GET /v2.0/networks", (_count: number, seen: SeenRequest) => {
    const name = new URL(seen.url).searchParams.get("name");
    return { json: { networks: networks.filter((network) => network.name === name) } };
  });
  for (const network of networks)
    cloud.on(`GET /v2.0/networks/${network.id}`, { json: { network } });
  return { cloud, client: createSession(cloud.options()).service("network") };
}

describe("a network", () => {
  it("is found by its id first, then by its name", async () => {
    const { client } = neutron(["n1", "other"]);
    expect(await findNetwork(client, "n1")).toMatchObject({ id: "n1", name: "other" });
    expect(await findNetwork(client, "other")).toMatchObject({ id: "n1" });
    expect(await findNetwork(client, "absent")).toBeUndefined();
  });

  it("of a name that others have as well is an error that names their ids", async () => {
    const { client } = neutron(["twin", "twin"]);
    expect(await matchNetworks(client, "twin")).toHaveLength(2);
    await expect(findNetwork(client, "twin")).rejects.toMatchObject({
      code: "OPENSTACK_AMBIGUOUS_NAME",
      ids: ["n0", "n1"],
    });
  });

  it("may be named with dots and slashes, and never leads to another place", async () => {
    const { cloud, client } = neutron(["..", "a/../b?c#d"]);
    expect(await findNetwork(client, "..")).toMatchObject({ id: "n0" });
    expect(await findNetwork(client, "a/../b?c#d")).toMatchObject({ id: "n1" });
    expect(await findNetwork(client, "")).toBeUndefined();
    expect(new Set(cloud.calls.map((call) => call.split(/[?]|\/a%2F/)[0]))).toEqual(
      new Set(["GET /v2.0/networks"]),
    );
  });
});
