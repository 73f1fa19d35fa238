import { serviceTypes, type TlsOptions } from "@jeroboam/openstack-client";
import type { ByService } from "../option-values/service-value.ts";
import type { ServiceOptions } from "../service-options.ts";

/**
 * What single services' connections have of their own.
 *
 * @upstream magnum/common/clients.py `OpenStackClients.heat`
 * @differs upstream hands these options to the clients of Heat and Glance alone
 */
export function serviceTls(options: ServiceOptions): ByService<TlsOptions> {
  const { serviceCaFiles = {}, serviceCertFiles = {}, serviceKeyFiles = {} } = options;
  const { serviceInsecure = {} } = options;
  const secured = serviceTypes.map((service) => {
    const [caFile, certFile] = [serviceCaFiles[service], serviceCertFiles[service]];
    const [keyFile, insecure] = [serviceKeyFiles[service], serviceInsecure[service]];
    const tls = {
      ...(caFile && { caFile }),
      ...(certFile && { certFile }),
      ...(keyFile && { keyFile }),
      ...(insecure !== undefined && { verify: !insecure }),
    };
    return [service, tls] as const;
  });
  return Object.fromEntries(secured.filter(([, tls]) => Object.keys(tls).length > 0));
}
