import { describe, expect, it } from "vitest";
import { notification } from "../../test/notifications-rows.ts";
import { cadfEvent } from "./cadf-event.ts";
import { osloMessage } from "./oslo-message.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("what is told of an operation", () => {
  it("is an event as Magnum writes it", () => {
    expect(cadfEvent(notification())).toEqual({
      messageId: expect.stringMatching(UUID),
      eventType: "magnum.cluster.create",
      priority: "INFO",
      at: new Date("2030-01-01T12:00:00.007Z"),
      payload: {
        typeURI: "http://schemas.dmtf.org/cloud/audit/1.0/event",
        eventType: "activity",
        id: expect.stringMatching(UUID),
        eventTime: "2030-01-01T12:00:00.007000+0000",
        action: "create",
        outcome: "pending",
        observer: { typeURI: "service/magnum/cluster", id: expect.stringMatching(UUID) },
        initiator: {
          typeURI: "service/security/account/user",
          id: "alice",
          user_id: "alice",
          project_id: "wonderland",
        },
        target: {
          typeURI: "service/magnum/cluster",
          id: "22222222-2222-4222-8222-222222222222",
          name: "blue_whale",
          attachments: [
            {
              typeURI: "service/magnum/cluster",
              name: "cluster_data",
              content: {
                status: "CREATE_COMPLETE",
                status_reason: "Stack CREATE completed successfully",
                project_id: "wonderland",
                created_at: "2030-01-01T12:00:00+00:00",
                updated_at: null,
                cluster_template_id: "11111111-1111-4111-8111-111111111111",
                keypair: "key",
                "docker_volume_size:": 5,
                labels: { colour: "red" },
                master_flavor_id: "m1.small",
                flavor_id: "m1.tiny",
                stack_id: "stack",
                health_status: null,
                create_timeout: 60,
                api_address: "tcp://192.0.2.7:2376",
                discovery_url: null,
                node_addresses: [],
                master_addresses: [],
                node_count: 0,
                master_count: 0,
              },
            },
          ],
        },
      },
    });
  });

  it("is an error where the operation failed, and the same message when it is told again", () => {
    const failed = cadfEvent(notification("failed"));
    expect(failed).toMatchObject({ priority: "ERROR", payload: { outcome: "failure" } });
    expect(cadfEvent(notification("failed"))).toEqual(failed);
    expect(cadfEvent(notification("succeeded"))).toMatchObject({ priority: "INFO" });
  });

  it.each([
    ["delete", "delete"],
    ["resize", "update"],
    ["create-node-group", "update"],
    ["rotate-ca", "update"],
  ] as const)("of %s is the action %s, also without the cluster", (operation, action) => {
    const { event } = notification("succeeded");
    const told = { event: { ...event, operation }, operation: undefined, cluster: undefined };
    expect(cadfEvent(told)).toMatchObject({
      eventType: `magnum.cluster.${action}`,
      payload: { action, target: { name: "blue_whale", attachments: [] } },
    });
  });

  it("is a message of oslo.messaging, in an envelope or without", () => {
    const event = cadfEvent(notification());
    const message = osloMessage(event, "container-infra.c1", false);
    expect(message).toMatchObject({
      message_id: event.messageId,
      publisher_id: "container-infra.c1",
      event_type: "magnum.cluster.create",
      priority: "INFO",
      timestamp: "2030-01-01 12:00:00.007000",
      payload: event.payload,
    });
    expect(osloMessage(event, "container-infra.c1", true)).toEqual({
      "oslo.version": "2.0",
      "oslo.message": JSON.stringify(message),
    });
  });
});
