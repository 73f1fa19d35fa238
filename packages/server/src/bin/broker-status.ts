import { messageOf, silentLogger } from "@jeroboam/core";
import { createRabbitMqDispatch } from "../broker/rabbitmq-dispatch.ts";
import { describeTransport } from "../broker/transport.ts";
import { parseTransportUrl } from "../broker/transport-url.ts";
import type { ServiceOptions } from "../service-options.ts";
import type { Finding } from "./finding.ts";

/** Whether the message broker takes messages; one that is away makes everything slower and stops nothing. */
export async function brokerFinding({ transportUrl }: ServiceOptions): Promise<Finding> {
  const name = "message broker";
  if (transportUrl === undefined)
    return { name, level: "ok", detail: "none is set; conductors look into the database" };
  const transport = parseTransportUrl(transportUrl);
  const dispatch = createRabbitMqDispatch({ transport, log: silentLogger });
  try {
    await dispatch.publish([]);
    return { name, level: "ok", detail: `connected to ${describeTransport(transport)}` };
  } catch (error) {
    return { name, level: "warning", detail: messageOf(error) };
  } finally {
    await dispatch.close();
  }
}
