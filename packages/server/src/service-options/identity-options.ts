import type { Option } from "commander";
import { CREDENTIAL_KINDS } from "@jeroboam/core";
import { credentialKinds } from "../option-values/choice-value.ts";
import { commaList } from "../option-values/plain-value.ts";
import { ENDPOINT_INTERFACES } from "../option-values/service-value.ts";
import { POLICY_GENERATIONS } from "../policy/generation.ts";
import { PASSWORD_VARIABLE } from "../secret-variables.ts";
import { option, truth } from "../service-option.ts";

/** Who clusters are in the cloud, and who may do what. */
export const identityOptions = (): readonly Option[] => [
  option(
    "--trustee-domain <id or name>",
    `domain of the clusters' own users; its admin's password is read from ${PASSWORD_VARIABLE}`,
  ),
  option("--trustee-domain-admin <name>", "user who makes users in that domain").default(
    "magnum_domain_admin",
  ),
  option(
    "--trustee-domain-admin-id <id>",
    "the same user by id, instead of by name in that domain",
  ),
  option(
    "--trust-roles <names>",
    "roles that clusters get of whoever makes them, with commas between; all where none is named",
  )
    .argParser(commaList)
    .default([]),
  option(
    "--cluster-credentials <kinds>",
    `what clusters act with, the preferred kind first, with commas between: ${CREDENTIAL_KINDS.join(", ")}`,
  )
    .argParser(credentialKinds)
    .default(["trust"]),
  truth(
    "--cluster-user-trust [boolean]",
    "nodes are told the cluster's trust, by which they can do in the project what it lets them",
  ),
  option("--trustee-keystone-interface <interface>", "which of Keystone's addresses nodes are told")
    .choices(ENDPOINT_INTERFACES)
    .default("public"),
  option(
    "--trustee-keystone-region-name <region>",
    "the region whose Keystone nodes are told (default: that of the service's own login)",
  ),
  option(
    "--policy-defaults <generation>",
    "rules that count where no policy file says otherwise: Magnum's since 2023.2, or those before",
  )
    .choices(POLICY_GENERATIONS)
    .default("role-based"),
  option(
    "--policy-file <path>",
    "rules in oslo.policy's language, YAML or JSON; read again when it changes",
  ),
  option("--policy-dirs <paths>", "directories with further policy files, with commas between")
    .argParser(commaList)
    .default([]),
];
