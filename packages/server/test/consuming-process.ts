// Takes one operation after the other from a broker, says so, and never comes to an end with any.
import { silentLogger } from "@jeroboam/core";
import { createRabbitMqDispatch } from "../src/broker/rabbitmq-dispatch.ts";
import { parseTransportUrl } from "../src/broker/transport-url.ts";

const [url = "", queuePrefix = ""] = process.argv.slice(2);
createRabbitMqDispatch({
  transport: parseTransportUrl(url),
  log: silentLogger,
  queuePrefix,
}).consume((operationUuid) => {
  console.log(operationUuid);
  return new Promise(() => {});
});
