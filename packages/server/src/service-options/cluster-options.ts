import type { Option } from "commander";
import { AFFINITY_POLICIES } from "@jeroboam/core";
import { driverByCoe, driversByCoe } from "../option-values/coe-value.ts";
import { commaList, truthValue, wholeNumber } from "../option-values/plain-value.ts";
import { option } from "../service-option.ts";

/** What clusters may be, and what the operator decides about them. */
export const clusterOptions = (): readonly Option[] => [
  option("--drivers <modules>", "further drivers: files or packages, with commas between")
    .argParser(commaList)
    .default([]),
  option(
    "--disabled-drivers <names>",
    "drivers that are not used, by the names of `jeroboam driver list`, with commas between",
  )
    .argParser(commaList)
    .default([]),
  option(
    "--enabled-beta-drivers <names>",
    "drivers that are used although they are a beta, with commas between",
  )
    .argParser(commaList)
    .default([]),
  option(
    "--default-driver <name>",
    "decides between several drivers of a cluster type, where a template names none",
  ),
  option(
    "--max-clusters-per-project <number>",
    "clusters that a project without a quota of its own may have (default: 20)",
  ).argParser(wholeNumber),
  option(
    "--allowed-network-drivers <coe=driver>",
    "network drivers that templates may choose, such as kubernetes=flannel,kubernetes=calico,swarm=all",
  ).argParser(driversByCoe),
  option(
    "--default-network-drivers <coe=driver>",
    "what templates without a network driver get, such as kubernetes=calico,swarm=docker",
  ).argParser(driverByCoe),
  option(
    "--default-boot-volume-size-gib <number>",
    "boot volume of nodes whose labels name none; 0 boots from the flavor's disk (default: 0)",
  ).argParser(wholeNumber),
  option(
    "--default-boot-volume-type <name>",
    "type of boot volumes whose label names none (default: the cloud's own)",
  ),
  option(
    "--default-docker-volume-type <name>",
    "type of Docker volumes whose label names none (default: the cloud's own)",
  ),
  option(
    "--default-etcd-volume-type <name>",
    "type of etcd volumes whose label names none (default: the cloud's own)",
  ),
  option(
    "--nodes-affinity-policy <policy>",
    "nodes are in server groups with this policy; in none unless it is set",
  ).choices(AFFINITY_POLICIES),
  option("--nodes-verify-ca [boolean]", "nodes check the certificates of the cloud")
    .argParser(truthValue)
    .preset("true")
    .default(true),
  option(
    "--nodes-ca-file <path>",
    "authorities in PEM that nodes believe beside those of their image",
  ),
];
