import { describe, expect, it, onTestFinished } from "vitest";
import { failingGuest, type GuestBehaviour, silentGuest } from "../src/index.ts";
import { openCloud } from "./test-cloud.ts";

async function open(guests?: GuestBehaviour) {
  const cloud = await openCloud(guests ? { guests } : {});
  onTestFinished(() => cloud.simulator.close());
  const demo = await cloud.client();
  const reason = (name: string) =>
    cloud.simulator.inspection.stacks().find((one) => one.name === name)?.reason;
  return { cloud, demo, reason };
}

const waiting = (handleType: string, count = 1) => ({
  resources: {
    handle: { type: handleType },
    wait: {
      type: "OS::Heat::WaitCondition",
      properties: { handle: { get_resource: "handle" }, timeout: 600, count },
    },
  },
  outputs: {
    reference: { value: { get_resource: "handle" } },
    data: { value: { get_attr: ["wait", "data"] } },
    ...(handleType === "OS::Heat::WaitConditionHandle"
      ? {
          endpoint: { value: { get_attr: ["handle", "endpoint"] } },
          token: { value: { get_attr: ["handle", "token"] } },
        }
      : {}),
  },
});

const node = (userData: unknown) => ({
  resources: {
    handle: { type: "OS::Heat::WaitConditionHandle" },
    wait: {
      type: "OS::Heat::WaitCondition",
      depends_on: "server",
      properties: { handle: { get_resource: "handle" }, timeout: 600 },
    },
    server: {
      type: "OS::Nova::Server",
      properties: {
        name: "node",
        image: "cirros",
        flavor: "m1.tiny",
        networks: [{ network: "private" }],
        user_data_format: "RAW",
        user_data: userData,
      },
    },
  },
});
const curl = {
  str_replace: {
    template: "#!/bin/sh\nCURL --data-binary '{}'\n",
    params: { CURL: { get_attr: ["handle", "curl_cli"] } },
  },
};

function outputsOf(stack: Record<string, never>): Record<string, string> {
  const { outputs }: { outputs: { output_key: string; output_value: string }[] } = stack as never;
  return Object.fromEntries(outputs.map((one) => [one.output_key, one.output_value]));
}

describe("a wait condition", () => {
  it("is fulfilled by as many different signals as it counts, with the handle's own token", async () => {
    const { cloud, demo } = await open(silentGuest);
    await demo.createStack("w", waiting("OS::Heat::WaitConditionHandle", 2));
    cloud.simulator.clock.advance(10_000);
    const { endpoint = "", token = "" } = outputsOf(await demo.stack("w"));
    const post = (body: object) => cloud.request("POST", endpoint, { "x-auth-token": token }, body);
    expect((await post({ id: "a", data: "first" })).status).toBe(200);
    await post({ id: "a", data: "again" });
    cloud.simulator.clock.advance(10_000);
    expect(await demo.stack("w")).toMatchObject({ stack_status: "CREATE_IN_PROGRESS" });
    await post({ status: "SUCCESS", id: "b", data: "second" });
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
    expect(JSON.parse(outputsOf(await demo.stack("w"))["data"] ?? "")).toEqual({
      a: "again",
      b: "second",
    });
    const malformed = await post({ status: "MAYBE" });
    expect(malformed.status).toBe(200);
  });

  it("takes no signal with a stranger's token", async () => {
    const { cloud, demo } = await open(silentGuest);
    await demo.createStack("w", waiting("OS::Heat::WaitConditionHandle"));
    cloud.simulator.clock.advance(10_000);
    const { endpoint = "" } = outputsOf(await demo.stack("w"));
    const stranger = await cloud.client("demo2");
    expect((await stranger.call("POST", endpoint, {})).status).toBe(403);
  });

  it("is signalled without a token by a signed URL, in the Amazon form", async () => {
    const { cloud, demo } = await open(silentGuest);
    const template = waiting("AWS::CloudFormation::WaitConditionHandle");
    await demo.createStack("w", template);
    cloud.simulator.clock.advance(10_000);
    const url = outputsOf(await demo.stack("w"))["reference"] ?? "";
    const body = { Status: "SUCCESS", UniqueId: "1", Data: "d", Reason: "r" };
    expect(
      (await cloud.request("PUT", url.replace("Signature=", "Signature=x"), {}, body)).status,
    ).toBe(403);
    expect((await cloud.request("PUT", url, {}, body)).status).toBe(200);
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
  });

  it("fails with the guest's reason", async () => {
    const { cloud, demo, reason } = await open(failingGuest("docker did not start"));
    await demo.createStack("w", node(curl));
    expect(cloud.settle("w")).toBe("CREATE_FAILED");
    expect(reason("w")).toBe(
      "Resource CREATE failed: WaitConditionFailure: resources.wait: docker did not start",
    );
  });

  it("times out in silence", async () => {
    const { cloud, demo, reason } = await open(silentGuest);
    await demo.createStack("w", node(curl));
    expect(cloud.settle("w")).toBe("CREATE_FAILED");
    expect(reason("w")).toBe(
      "Resource CREATE failed: WaitConditionTimeout: resources.wait: 0 of 1 received",
    );
  });
});

describe("the booting guest", () => {
  it("finds the wait condition in a script", async () => {
    const { cloud, demo } = await open();
    await demo.createStack("w", node(curl));
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
  });

  it("finds it in a multi-part document", async () => {
    const { cloud, demo } = await open();
    const template = node({ get_resource: "parts" });
    await demo.createStack("w", {
      resources: {
        ...template.resources,
        config: { type: "OS::Heat::SoftwareConfig", properties: { config: curl } },
        parts: {
          type: "OS::Heat::MultipartMime",
          properties: { parts: [{ config: { get_resource: "config" } }] },
        },
      },
    });
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
  });
});

describe("a wait condition that counts the generations of a node", () => {
  const counting = (generation: number) => {
    const { resources } = node({ get_attr: ["handle", "signal"] });
    const { handle, wait, server } = resources;
    return {
      resources: {
        handle: { ...handle, properties: { signal_transport: "HEAT_SIGNAL" } },
        wait: { ...wait, properties: { ...wait.properties, count: generation } },
        server: {
          ...server,
          properties: {
            ...server.properties,
            user_data_update_policy: "IGNORE",
            metadata: { node_generation: generation },
          },
        },
      },
    };
  };

  it("waits again, in place, until the node has reported one more", async () => {
    const { cloud, demo } = await open();
    const id = await demo.createStack("w", counting(1));
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
    const [before] = cloud.simulator.inspection.servers();
    await demo.call("PUT", `/orchestration/v1/PROJECT/stacks/w/${id}`, {
      template: { heat_template_version: "2018-08-31", ...counting(2) },
    });
    cloud.simulator.clock.advance(2000);
    expect(await demo.stack("w")).toMatchObject({ stack_status: "UPDATE_IN_PROGRESS" });
    expect(cloud.settle("w")).toBe("UPDATE_COMPLETE");
    expect(cloud.simulator.inspection.servers().map((one) => one.id)).toEqual([before?.id]);
  });

  it("is fulfilled by a node that is made late", async () => {
    const { cloud, demo } = await open();
    await demo.createStack("w", counting(3));
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
  });

  it("gives guests the password of the handle's user", async () => {
    const { cloud, demo } = await open(silentGuest);
    await demo.createStack("w", counting(1));
    cloud.simulator.clock.advance(10_000);
    const [server] = cloud.simulator.inspection.servers();
    const signal = JSON.parse(server?.userData ?? "");
    const login = {
      identity: {
        methods: ["password"],
        password: { user: { id: signal.user_id, password: signal.password } },
      },
      scope: { project: { id: signal.project_id } },
    };
    const answer = await cloud.request(
      "POST",
      `${cloud.simulator.authUrl}/auth/tokens`,
      {},
      { auth: login },
    );
    expect(answer.status).toBe(201);
    const token = answer.headers.get("x-subject-token") ?? "";
    const told = await cloud.request(
      "POST",
      signal.alarm_url,
      { "x-auth-token": token },
      { status: "SUCCESS", id: "node-1" },
    );
    expect(told.status).toBe(200);
    expect(cloud.settle("w")).toBe("CREATE_COMPLETE");
  });
});
