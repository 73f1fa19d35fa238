import type { Option } from "commander";
import { apiOptions } from "./service-options/api-options.ts";
import { certificateOptions } from "./service-options/certificate-options.ts";
import { cloudOptions } from "./service-options/cloud-options.ts";
import { clusterOptions } from "./service-options/cluster-options.ts";
import { identityOptions } from "./service-options/identity-options.ts";
import { logOptions } from "./service-options/log-options.ts";
import { operationOptions } from "./service-options/operation-options.ts";
import { oneMore, option } from "./service-option.ts";

/** What the executable can be told, in the order of its help. */
export function serviceOptionTable(): readonly Option[] {
  return [
    option(
      "--config-file <path>",
      "a magnum.conf; may come several times, the later counts (default: magnum.conf and jeroboam.conf of ~/.magnum, ~, /etc/magnum, /etc)",
    ).argParser(oneMore),
    option(
      "--config-dir <path>",
      "a directory whose *.conf count over the files (default: magnum.conf.d and jeroboam.conf.d of the same places)",
    ).argParser(oneMore),
    ...apiOptions(),
    ...cloudOptions(),
    ...identityOptions(),
    ...clusterOptions(),
    ...certificateOptions(),
    ...operationOptions(),
    ...logOptions(),
  ];
}
