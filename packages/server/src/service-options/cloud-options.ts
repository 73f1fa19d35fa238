import type { Option } from "commander";
import { baseUrl, memcachedServers } from "../option-values/address-value.ts";
import { commaList, positiveNumber, wholeNumber } from "../option-values/plain-value.ts";
import {
  interfaceByService,
  textByService,
  truthByService,
} from "../option-values/service-value.ts";
import { MEMCACHE_SECRET_VARIABLE } from "../secret-variables.ts";
import { option } from "../service-option.ts";

/** How the cloud is asked, and for how long what it says is believed. */
export const cloudOptions = (): readonly Option[] => [
  option("--identity-url <url>", "Keystone as nodes reach it").argParser(baseUrl),
  option(
    "--service-regions <service=region>",
    "regions of services that are not in the region of the service's own login, such as orchestration=RegionTwo",
  ).argParser(textByService),
  option(
    "--service-interfaces <service=interface>",
    "interfaces of services that are not asked at that of the service's own login, such as orchestration=internal",
  ).argParser(interfaceByService),
  option(
    "--cloud-ca-files <paths>",
    "authorities in PEM that this process believes beside those of Node.js and of OS_CACERT, with commas between",
  )
    .argParser(commaList)
    .default([]),
  option(
    "--service-ca-files <service=path>",
    "authorities in PEM that single services are believed by beside those, such as orchestration=/etc/ssl/heat.pem",
  ).argParser(textByService),
  option(
    "--service-cert-files <service=path>",
    "certificates in PEM that are shown to single services",
  ).argParser(textByService),
  option(
    "--service-key-files <service=path>",
    "the keys of those certificates, where they are not in the same file",
  ).argParser(textByService),
  option(
    "--service-insecure <service=boolean>",
    "services that are believed whatever certificate they show, such as orchestration=true",
  ).argParser(truthByService),
  option(
    "--cloud-timeout-seconds <seconds>",
    "longest wait for one answer of a service of the cloud (default: 60)",
  ).argParser(positiveNumber),
  option("--token-cache-seconds <seconds>", "how long Keystone's word on a token is believed")
    .argParser(wholeNumber)
    .default(300),
  option(
    "--revocation-check-seconds <seconds>",
    "how often Keystone is asked which tokens it took back, while requests come; 0 never asks",
  )
    .argParser(wholeNumber)
    .default(10),
  option(
    "--memcached-servers <host:port,...>",
    `where several processes remember tokens together, sealed by the secret that is read from ${MEMCACHE_SECRET_VARIABLE}`,
  )
    .argParser(memcachedServers)
    .default([]),
];
