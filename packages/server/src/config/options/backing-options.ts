import {
  isNotificationDriver,
  NOTIFICATION_DRIVERS,
} from "../../notifications/notification-driver.ts";
import { databaseUrl, transportUrl } from "../../option-values/address-value.ts";
import { becomes, ignored, type MagnumOption, part, sets } from "../magnum-option.ts";
import { boolean, integer, type Kind, lines, list, port, string } from "../value-kinds.ts";

const url: Kind<string> = { label: "URL", read: databaseUrl };
const brokerUrl: Kind<string> = {
  label: "URL",
  read: (text) => (text === "" ? undefined : transportUrl(text)),
};

const GROUP = "oslo_messaging_rabbit";
const TUNING = "it tunes another client";
const ALWAYS_QUORUM = "the queue is always a quorum queue";
const SERVER = "RabbitMQ, where transport_url names none";

/** RabbitMQ as it was named before `transport_url`. */
export const RABBIT = {
  hosts: part(`${GROUP}.rabbit_hosts`, list, SERVER, { alias: ["DEFAULT.rabbit_hosts"] }),
  host: part(`${GROUP}.rabbit_host`, string, SERVER, { alias: ["DEFAULT.rabbit_host"] }),
  port: part(`${GROUP}.rabbit_port`, port, SERVER, { alias: ["DEFAULT.rabbit_port"] }),
  userid: part(`${GROUP}.rabbit_userid`, string, SERVER, { alias: ["DEFAULT.rabbit_userid"] }),
  password: part(`${GROUP}.rabbit_password`, string, SERVER, {
    alias: ["DEFAULT.rabbit_password"],
    secret: true,
  }),
  virtualHost: part(`${GROUP}.rabbit_virtual_host`, string, SERVER, {
    alias: ["DEFAULT.rabbit_virtual_host"],
  }),
  useSsl: part(`${GROUP}.ssl`, boolean, SERVER, {
    alias: [`${GROUP}.rabbit_use_ssl`, "DEFAULT.rabbit_use_ssl"],
  }),
};

const NOTIFICATION_DRIVER: MagnumOption<readonly string[]> = {
  group: "oslo_messaging_notifications",
  name: "driver",
  kind: lines,
  meaning: "--notification-drivers",
  formerly: ["DEFAULT.notification_driver"],
  settings: (names) => ({ notificationDrivers: names.filter(isNotificationDriver) }),
  warning(names) {
    const others = names.filter((name) => name !== "" && !isNotificationDriver(name));
    if (others.length === 0) return undefined;
    return `${others.join(", ")} is not served; ${NOTIFICATION_DRIVERS.join(", ")} are`;
  },
};

/** The database, the broker, and how work is shared. */
export const BACKING_OPTIONS: readonly MagnumOption[] = [
  sets("database.connection", url, "database", {
    secret: true,
    formerly: ["DEFAULT.sql_connection", "database.sql_connection", "sql.connection"],
  }),
  sets("database.max_pool_size", integer(1), "databaseMaxConnections", {
    formerly: ["DEFAULT.sql_max_pool_size", "database.sql_max_pool_size"],
  }),
  ...ignored(
    "database",
    "mysql_engine mysql_sql_mode mysql_wsrep_sync_wait mysql_enable_ndb sqlite_synchronous sqlite_db backend db_backend slave_connection connection_recycle_time idle_timeout min_pool_size max_retries retry_interval max_overflow connection_debug connection_trace pool_timeout use_db_reconnect db_retry_interval db_inc_retry_interval db_max_retry_interval db_max_retries connection_parameters use_tpool synchronous_reader",
    "connections and repeats are taken care of",
    { secret: true },
  ),
  ...Object.values(RABBIT),
  becomes(
    `${GROUP}.rabbit_qos_prefetch_count`,
    integer(0),
    "--rabbit-prefetch; 0 leaves it as it is",
    (count) => (count === 0 ? {} : { rabbitPrefetch: count }),
  ),
  ...ignored(
    GROUP,
    "rabbit_ha_queues rabbit_quorum_queue amqp_auto_delete rabbit_transient_quorum_queue rabbit_transient_queues_ttl rabbit_quorum_delivery_limit rabbit_quorum_max_memory_length rabbit_quroum_max_memory_length rabbit_quroum_max_memory_bytes rabbit_quorum_max_memory_bytes rabbit_stream_fanout use_queue_manager",
    ALWAYS_QUORUM,
  ),
  ...ignored(
    GROUP,
    "heartbeat_timeout_threshold heartbeat_rate heartbeat_in_pthread kombu_reconnect_delay kombu_missing_consumer_retry_timeout kombu_failover_strategy kombu_compression kombu_reconnect_splay rabbit_login_method rabbit_retry_interval rabbit_retry_backoff rabbit_interval_max rabbit_max_retries direct_mandatory_flag enable_cancel_on_failover conn_pool_min_size conn_pool_ttl fake_rabbit hostname processname rpc_conn_pool_size tcp_user_timeout",
    TUNING,
  ),
  ...ignored(
    GROUP,
    "ssl_version ssl_key_file ssl_cert_file ssl_ca_file ssl_enforce_fips_mode kombu_ssl_version kombu_ssl_keyfile kombu_ssl_certfile kombu_ssl_ca_certs",
    "write ?ssl=1&ssl_ca_file=… into transport_url",
  ),
  NOTIFICATION_DRIVER,
  sets("oslo_messaging_notifications.topics", list, "notificationTopics", {
    formerly: ["DEFAULT.notification_topics"],
  }),
  sets("oslo_messaging_notifications.transport_url", brokerUrl, "notificationTransportUrl", {
    secret: true,
    formerly: ["DEFAULT.notification_transport_url"],
  }),
  ...ignored("oslo_messaging_notifications", "retry", "what was not sent is sent again for ever"),
  sets(`${GROUP}.amqp_durable_queues`, boolean, "notificationDurable", {
    alias: [`${GROUP}.rabbit_durable_queues`, "DEFAULT.rabbit_durable_queues"],
  }),
  sets("jeroboam.operation_retention_days", integer(0), "operationRetentionDays"),
  sets("jeroboam.event_retention_days", integer(0), "eventRetentionDays"),
  ...ignored("conductor", "topic", "the queue has a name of its own"),
  ...ignored("conductor", "workers", "a process works on one core; start more processes"),
  ...ignored("conductor", "conductor_life_check_timeout", "nobody waits for a conductor"),
];

/** Groups of libraries that are not here. */
export const IGNORED_GROUPS: Readonly<Record<string, string>> = {
  profiler: "osprofiler is not here",
  oslo_concurrency: "no lock files and no other programs are used",
  oslo_reports: "there are no reports",
  oslo_limit: "quotas are kept here",
  oslo_versionedobjects: "objects are not sent",
  oslo_messaging_amqp: "RabbitMQ is the only broker",
  oslo_messaging_kafka: "RabbitMQ is the only broker",
  oslo_messaging_zmq: "RabbitMQ is the only broker",
  matchmaker_redis: "RabbitMQ is the only broker",
  oslo_messaging_metrics: "metrics are at --health-port",
  ssl: "[api] names the certificate of the API",
  "cors.subdomain": "[cors] allowed_origin names all origins",
};
