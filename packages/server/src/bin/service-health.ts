import type { Store } from "@jeroboam/core";
import type { Session } from "@jeroboam/openstack-client";
import type { RabbitMqDispatch } from "../broker/rabbitmq-dispatch.ts";
import type { HealthCheck } from "../health/health.ts";

/** What a process of the service needs, as its health endpoints ask after it. */
export function serviceChecks(parts: {
  readonly store: Store;
  readonly session: Session;
  readonly dispatch: RabbitMqDispatch | undefined;
}): readonly HealthCheck[] {
  const { store, session, dispatch } = parts;
  return [
    {
      name: "database",
      required: true,
      check: async () => {
        await store.events.latest();
        return "it answers";
      },
    },
    {
      name: "identity",
      required: false,
      check: async () => {
        await session.service("identity").send({ path: "/" });
        return "it answers";
      },
    },
    ...(dispatch ? [brokerCheck(dispatch)] : []),
  ];
}

function brokerCheck(dispatch: RabbitMqDispatch): HealthCheck {
  return {
    name: "broker",
    required: false,
    check: async () => {
      if (dispatch.isConnected()) return "it is connected";
      throw new Error("it is not connected; operations are found in the database");
    },
  };
}
