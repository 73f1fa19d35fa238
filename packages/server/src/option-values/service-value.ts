// Options that say something of each service of the cloud.
import { type EndpointInterface, type ServiceType, serviceTypes } from "@jeroboam/openstack-client";
import { InvalidArgumentError } from "commander";
import { commaList, truthValue } from "./plain-value.ts";

const SERVICE_VALUE = /^([a-z-]+)=(\S+)$/;

export const ENDPOINT_INTERFACES: readonly EndpointInterface[] = ["public", "internal", "admin"];

/** Something for each service, by its official type. */
export type ByService<V> = Readonly<Partial<Record<ServiceType, V>>>;

/** `publicURL` is as good as `public`. */
export function endpointInterface(text: string): EndpointInterface {
  const name = ENDPOINT_INTERFACES.find((known) => known === text.replace(/URL$/, ""));
  if (name === undefined)
    throw new InvalidArgumentError(`${text} is none of ${ENDPOINT_INTERFACES.join(", ")}.`);
  return name;
}

export function textByService(text: string): ByService<string> {
  return Object.fromEntries(servicePairs(text));
}

export function truthByService(text: string): ByService<boolean> {
  return Object.fromEntries(
    servicePairs(text).map(([service, word]) => [service, truthValue(word)]),
  );
}

export function interfaceByService(text: string): ByService<EndpointInterface> {
  return Object.fromEntries(
    servicePairs(text).map(([service, name]) => [service, endpointInterface(name)]),
  );
}

function servicePairs(text: string): readonly (readonly [service: ServiceType, value: string])[] {
  return commaList(text).map((pair) => {
    const [, name, value] = SERVICE_VALUE.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new InvalidArgumentError("It has to be service=value, with commas between several.");
    const service = serviceTypes.find((known) => known === name);
    if (service === undefined)
      throw new InvalidArgumentError(`${name} is none of ${serviceTypes.join(", ")}.`);
    return [service, value];
  });
}
