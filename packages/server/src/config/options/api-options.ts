import { dirname, join } from "node:path";
import { becomes, ignored, type MagnumOption, sets } from "../magnum-option.ts";
import { boolean, integer, lines, list, port, string } from "../value-kinds.ts";

/** What the REST API is told: where it listens, whom it lets in from where, who may do what. */
export const API_OPTIONS: readonly MagnumOption[] = [
  sets("api.host", string, "host"),
  sets("api.port", port, "port"),
  sets("api.max_limit", integer(1), "maxLimit"),
  sets("api.enabled_ssl", boolean, "enabledSsl"),
  sets("api.ssl_cert_file", string, "sslCertFile"),
  sets("api.ssl_key_file", string, "sslKeyFile"),
  ...ignored("api", "workers", "a process serves on one core; start more processes"),
  ...ignored("api", "api_paste_config", "there is no WSGI pipeline"),
  sets("cors.allowed_origin", list, "corsAllowedOrigins"),
  sets("cors.allow_headers", list, "corsAllowHeaders"),
  sets("cors.expose_headers", list, "corsExposeHeaders"),
  sets("cors.allow_methods", list, "corsAllowMethods"),
  sets("cors.allow_credentials", boolean, "corsAllowCredentials"),
  sets("cors.max_age", integer(0), "corsMaxAgeSeconds"),
  sets("oslo_middleware.enable_proxy_headers_parsing", boolean, "enableProxyHeadersParsing"),
  ...ignored(
    "oslo_middleware",
    "max_request_body_size secure_proxy_ssl_header http_basic_auth_user_file",
    "the API has one fixed limit and Keystone's tokens alone",
  ),
  sets("healthcheck.disable_by_file_path", string, "healthcheckDisableFile"),
  sets("healthcheck.detailed", boolean, "healthcheckDetailed"),
  ...ignored(
    "healthcheck",
    "path backends disable_by_file_paths allowed_source_ranges ignore_proxied_requests enable_by_file_paths",
    "/healthcheck has one form",
  ),
  becomes(
    "oslo_policy.policy_file",
    string,
    "--policy-file, from the file's own folder",
    (path, from) => ({
      policyFile: besideFile(path, from.place),
    }),
  ),
  becomes(
    "oslo_policy.policy_dirs",
    lines,
    "--policy-dirs, from the file's own folder",
    (paths, from) => ({
      policyDirs: paths.map((path) => besideFile(path, from.place)),
    }),
  ),
  becomes(
    "oslo_policy.enforce_new_defaults",
    boolean,
    "--policy-defaults role-based or legacy",
    (isNew) => ({ policyDefaults: isNew ? "role-based" : "legacy" }),
  ),
  ...ignored("oslo_policy", "enforce_scope", "the rules of --policy-defaults say it"),
  ...ignored(
    "oslo_policy",
    "policy_default_rule remote_content_type remote_ssl_verify_server_crt remote_ssl_ca_crt_file remote_ssl_client_crt_file remote_ssl_client_key_file remote_timeout",
    "rules do not ask other servers, and none is missing",
  ),
];

function besideFile(path: string, place: string): string {
  return place.startsWith("/") && !path.startsWith("/") ? join(dirname(place), path) : path;
}
