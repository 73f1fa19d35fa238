import { COES } from "@jeroboam/core";
import { transportUrlOf } from "../broker/rabbit-options.ts";
import { keystoneLogin } from "./keystone-login.ts";
import type { MagnumOption, Settings } from "./magnum-option.ts";
import type { OptionLookup } from "./option-lookup.ts";
import { RABBIT } from "./options/backing-options.ts";
import { NETWORK_DRIVERS } from "./options/cluster-options.ts";
import { TRANSPORT_URL } from "./options/default-options.ts";
import {
  AUTHORITIES,
  CLIENTS,
  TRUSTEE_DOMAIN_ID,
  TRUSTEE_DOMAIN_NAME,
} from "./options/keystone-options.ts";

type Lookup = Pick<OptionLookup, "find">;

/** What several options say together. */
export const COMPOSED_SETTINGS: readonly ((lookup: Lookup) => Settings)[] = [
  broker,
  allowedNetworkDrivers,
  defaultNetworkDrivers,
  trusteeDomain,
  serviceSettings,
  authorities,
  (lookup) => {
    const keystone = keystoneLogin(lookup);
    return keystone ? { keystone } : {};
  },
];

function broker(lookup: Lookup): Settings {
  const transportUrl = lookup.find(TRANSPORT_URL)?.value;
  if (transportUrl !== undefined) return transportUrl === "" ? {} : { transportUrl };
  const [host, port] = [lookup.find(RABBIT.host)?.value, lookup.find(RABBIT.port)?.value];
  const named = host === undefined ? undefined : [port === undefined ? host : `${host}:${port}`];
  const parts = {
    hosts: lookup.find(RABBIT.hosts)?.value ?? named,
    userid: lookup.find(RABBIT.userid)?.value,
    password: lookup.find(RABBIT.password)?.value,
    virtualHost: lookup.find(RABBIT.virtualHost)?.value,
    useSsl: lookup.find(RABBIT.useSsl)?.value,
  };
  const { hosts, userid, password, virtualHost, useSsl } = parts;
  if (hosts === undefined && userid === undefined && password === undefined) return {};
  return {
    transportUrl: transportUrlOf({
      ...(hosts === undefined ? {} : { hosts }),
      ...(userid === undefined ? {} : { userid }),
      ...(password === undefined ? {} : { password }),
      ...(virtualHost === undefined ? {} : { virtualHost }),
      ...(useSsl === undefined ? {} : { useSsl }),
    }),
  };
}

function allowedNetworkDrivers(lookup: Lookup): Settings {
  const entries = NETWORK_DRIVERS.flatMap(({ coes, allowed }) => {
    const drivers = lookup.find(allowed)?.value;
    if (!drivers) return [];
    return knownOf(coes).map((coe) => [coe, drivers.includes("all") ? "all" : drivers] as const);
  });
  return entries.length === 0 ? {} : { allowedNetworkDrivers: Object.fromEntries(entries) };
}

function defaultNetworkDrivers(lookup: Lookup): Settings {
  const entries = NETWORK_DRIVERS.flatMap(({ coes, standard }) => {
    const driver = lookup.find(standard)?.value;
    return driver ? knownOf(coes).map((coe) => [coe, driver] as const) : [];
  });
  return entries.length === 0 ? {} : { defaultNetworkDrivers: Object.fromEntries(entries) };
}

function knownOf(coes: readonly string[]): readonly string[] {
  return coes.filter((coe) => COES.some((known) => known === coe));
}

function trusteeDomain(lookup: Lookup): Settings {
  const domain = lookup.find(TRUSTEE_DOMAIN_ID)?.value || lookup.find(TRUSTEE_DOMAIN_NAME)?.value;
  return domain ? { trusteeDomain: domain } : {};
}

function serviceSettings(lookup: Lookup): Settings {
  const found = <V>(
    setting: keyof Settings,
    optionOf: (client: (typeof CLIENTS)[number]) => MagnumOption<V>,
  ): Settings => {
    const entries = CLIENTS.flatMap((client) => {
      const value = lookup.find(optionOf(client))?.value;
      return value === undefined || value === "" ? [] : [[client.service, value] as const];
    });
    return entries.length === 0 ? {} : { [setting]: Object.fromEntries(entries) };
  };
  return {
    ...found("serviceRegions", ({ region }) => region),
    ...found("serviceInterfaces", ({ endpointType }) => endpointType),
    ...found("serviceCaFiles", ({ caFile }) => caFile),
    ...found("serviceCertFiles", ({ certFile }) => certFile),
    ...found("serviceKeyFiles", ({ keyFile }) => keyFile),
    ...found("serviceInsecure", ({ insecure }) => insecure),
  };
}

function authorities(lookup: Lookup): Settings {
  const files = new Set(AUTHORITIES.flatMap((option) => lookup.find(option)?.value || []));
  return files.size === 0 ? {} : { cloudCaFiles: [...files] };
}
