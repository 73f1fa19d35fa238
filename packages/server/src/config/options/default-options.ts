import { transportUrl } from "../../option-values/address-value.ts";
import { becomes, ignored, instead, type MagnumOption, part, sets } from "../magnum-option.ts";
import { boolean, integer, type Kind, name, string } from "../value-kinds.ts";

const NO_RPC = "nobody waits for an answer over the broker";
const JSON_LINES = "the log is JSON lines, on standard error or in log_file, opened anew at SIGHUP";

const url: Kind<string> = { label: "URL", read: transportUrl };

export const TRANSPORT_URL = part("DEFAULT.transport_url", url, "--transport-url", {
  secret: true,
  formerly: ["DEFAULT.rabbit_url"],
});

/** `[DEFAULT]`: Magnum's own and those of the libraries that Magnum stands on. */
export const DEFAULT_OPTIONS: readonly MagnumOption[] = [
  sets("DEFAULT.host", string, "serviceHost"),
  sets("DEFAULT.service_down_time", integer(1), "serviceDownSeconds"),
  sets("DEFAULT.state_path", string, "stateDirectory"),
  TRANSPORT_URL,
  becomes("DEFAULT.debug", boolean, "--log-level debug", (debug) =>
    debug ? { logLevel: "debug" } : {},
  ),
  ...ignored(
    "DEFAULT",
    "periodic_enable periodic_interval_max periodic_fuzzy_delay run_external_periodic_tasks",
    "work is claimed when it is due, not run by a period",
  ),
  ...ignored("DEFAULT", "password_symbols", "passwords of clusters' users are random bytes"),
  ...ignored(
    "DEFAULT",
    "pybasedir bindir tempdir max_manifest_size rootwrap_config",
    "no program and no temporary file is used",
  ),
  ...ignored(
    "DEFAULT",
    "rpc_response_timeout rpc_conn_pool_size rpc_ping_enabled rpc_backend executor_thread_pool_size conn_pool_min_size conn_pool_ttl",
    NO_RPC,
  ),
  sets("DEFAULT.control_exchange", name, "notificationExchange"),
  sets("DEFAULT.log_file", name, "logFile", { alias: ["DEFAULT.logfile"] }),
  sets("DEFAULT.log_dir", name, "logDirectory", { alias: ["DEFAULT.logdir"] }),
  sets("DEFAULT.use_stderr", boolean, "logStderr"),
  ...instead("DEFAULT", "log_config_append use_syslog use_journal syslog_log_facility", JSON_LINES),
  ...ignored(
    "DEFAULT",
    "verbose log_format log_date_format use_json use_eventlog watch_log_file default_log_levels publish_errors instance_format instance_uuid_format logging_context_format_string logging_default_format_string logging_debug_format_suffix logging_exception_prefix logging_user_identity_format log_rotate_interval log_rotate_interval_type log_rotation_type max_logfile_count max_logfile_size_mb rate_limit_interval rate_limit_burst rate_limit_except_level fatal_deprecations log_color",
    JSON_LINES,
  ),
  ...ignored(
    "DEFAULT",
    "backdoor_port backdoor_socket graceful_shutdown_timeout log_options wsgi_keep_alive wsgi_log_format client_socket_timeout tcp_keepidle wsgi_default_pool_size max_header_line wsgi_server_debug api_paste_config",
    "the process is no Python service; see --stop-grace-seconds",
  ),
];
