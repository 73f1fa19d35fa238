import type { Option } from "commander";
import { notificationDrivers } from "../option-values/choice-value.ts";
import {
  commaList,
  portNumber,
  positiveNumber,
  wholeNumber,
} from "../option-values/plain-value.ts";
import { option, truth } from "../service-option.ts";

/** How operations are kept, handed out, run and told of. */
export const operationOptions = (): readonly Option[] => [
  option("--observe-first-ms <ms>", "first look at a changing cluster after")
    .argParser(wholeNumber)
    .default(1000),
  option("--observe-most-ms <ms>", "longest pause between looks")
    .argParser(wholeNumber)
    .default(10_000),
  option(
    "--observe-calls-per-minute <number>",
    "looks at whole projects are put off while they cost this process as many calls in the last minute (default: 240)",
  ).argParser(positiveNumber),
  option(
    "--observe-idle-seconds <seconds>",
    "how often a project's clusters are looked at while none changes (default: 300)",
  ).argParser(positiveNumber),
  truth(
    "--heat-lists-all-projects [boolean]",
    "the service may list the stacks of all projects: Heat's policy stacks:global_index is open to it",
  ),
  option(
    "--state-directory <path>",
    "where a process keeps what is its own (default: /var/lib/jeroboam for root, else ~/.local/state/jeroboam)",
  ),
  option(
    "--database <url>",
    "sqlite:///path, mysql+pymysql://… or postgresql://…; one with a password comes from the environment or a file alone (default: jeroboam.sqlite in the state directory)",
  ),
  option(
    "--database-max-connections <number>",
    "connections of this process (default: 10)",
  ).argParser(positiveNumber),
  option(
    "--secret-key-file <path>",
    "seals what is secret in the database, unless JEROBOAM_SECRET_KEYS does; the same on every machine (default: secret.key in the state directory)",
  ),
  option(
    "--transport-url <url>",
    "RabbitMQ as in oslo.messaging; one with a password comes from the environment or a file alone; none: the database alone hands out operations",
  ),
  option("--rabbit-prefetch <number>", "operations that RabbitMQ hands over ahead of their work")
    .argParser(positiveNumber)
    .default(8),
  option(
    "--notification-drivers <names>",
    "how others are told of operations: messaging, messagingv2, log, noop, with commas between; nobody is unless it is set",
  )
    .argParser(notificationDrivers)
    .default([]),
  option("--notification-topics <names>", "queues of RabbitMQ are <topic>.info and <topic>.error")
    .argParser(commaList)
    .default(["notifications"]),
  option("--notification-exchange <name>", "exchange of RabbitMQ that they go to").default(
    "magnum",
  ),
  truth(
    "--notification-durable [boolean]",
    "exchange and queues of notifications outlive the broker; as those who listen made them",
  ),
  option(
    "--notification-transport-url <url>",
    "RabbitMQ of notifications; one with a password comes from the environment or a file alone (default: that of --transport-url)",
  ),
  option("--lease-seconds <seconds>", "how long a process that died keeps its operations")
    .argParser(positiveNumber)
    .default(30),
  option(
    "--operation-retention-days <days>",
    "finished operations are removed when they are older, but for the last of each cluster; 0 keeps all",
  )
    .argParser(wholeNumber)
    .default(0),
  option(
    "--event-retention-days <days>",
    "events are removed when they are older, from histories too; 0 keeps all",
  )
    .argParser(wholeNumber)
    .default(0),
  option(
    "--service-host <name>",
    "this machine's name among the services (default: its host name)",
  ),
  option(
    "--service-down-seconds <seconds>",
    "a service is down when it was not heard of for so long",
  )
    .argParser(positiveNumber)
    .default(180),
  option("--health-host <address>", "answer health and metrics of this process here").default(
    "127.0.0.1",
  ),
  option(
    "--health-port <number>",
    "a port of its own for health and metrics of this process; none unless set",
  ).argParser(portNumber),
  option("--stop-grace-seconds <seconds>", "how long what is under way may go on after SIGTERM")
    .argParser(wholeNumber)
    .default(30),
];
