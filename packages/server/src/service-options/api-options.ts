import type { Option } from "commander";
import { baseUrl, mountPath } from "../option-values/address-value.ts";
import {
  commaList,
  portNumber,
  positiveNumber,
  truthValue,
  wholeNumber,
} from "../option-values/plain-value.ts";
import { option, truth } from "../service-option.ts";

/** Where the API stands, and what it tells its callers. */
export const apiOptions = (): readonly Option[] => [
  option("--host <address>", "listen here").default("127.0.0.1"),
  option("--port <number>", "listen here; 0 takes a free one").argParser(portNumber).default(9511),
  truth("--enabled-ssl [boolean]", "the API speaks TLS by itself; needs the two files that follow"),
  option(
    "--ssl-cert-file <path>",
    "the API's certificate and those between it and its authority, in PEM",
  ),
  option("--ssl-key-file <path>", "the key of that certificate, in PEM"),
  option("--public-url <url>", "this API as nodes and clients reach it").argParser(baseUrl),
  option("--mount-path <path>", "where the API hangs, such as /container-infra").argParser(
    mountPath,
  ),
  truth(
    "--enable-proxy-headers-parsing [boolean]",
    "believe what a proxy says of the address under which this API was called",
  ),
  option(
    "--cors-allowed-origins <origins>",
    "pages that may use the API from a browser, with commas between; * for all",
  )
    .argParser(commaList)
    .default([]),
  option(
    "--cors-allow-headers <names>",
    "request headers that such pages may send, with commas between, instead of Magnum's",
  ).argParser(commaList),
  option(
    "--cors-expose-headers <names>",
    "response headers that such pages may read, with commas between, instead of Magnum's",
  ).argParser(commaList),
  option(
    "--cors-allow-methods <names>",
    "methods that such pages may use, with commas between (default: GET,PUT,POST,DELETE,PATCH)",
  ).argParser(commaList),
  option(
    "--cors-allow-credentials [boolean]",
    "such pages may send cookies and client certificates (default: true)",
  )
    .argParser(truthValue)
    .preset("true"),
  option(
    "--cors-max-age-seconds <seconds>",
    "how long a browser may remember what it asked before; 0 says nothing of it (default: 3600)",
  ).argParser(wholeNumber),
  option("--max-limit <number>", "most rows of a page (default: 1000)").argParser(positiveNumber),
  option("--healthcheck-disable-file <path>", "while it is there, /healthcheck says 503").default(
    "/etc/magnum/healthcheck_disable",
  ),
  truth("--healthcheck-detailed [boolean]", "/healthcheck tells more about the machine"),
];
