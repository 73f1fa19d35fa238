import type { Option } from "commander";
import { LOG_LEVELS } from "../json-lines-logger.ts";
import { option, truth } from "../service-option.ts";

/** What is written of what happens. */
export const logOptions = (): readonly Option[] => [
  option("--log-level <level>", "least that is written").choices(LOG_LEVELS).default("info"),
  option(
    "--log-file <path>",
    "write the log there and not to standard error; opened anew at SIGHUP",
  ),
  option(
    "--log-directory <path>",
    "where a log file with a relative path is; alone it stands for jeroboam-<command>.log in it",
  ),
  truth("--log-stderr [boolean]", "write the log to standard error too where it has a file"),
];
