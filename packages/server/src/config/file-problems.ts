import { messageOf } from "@jeroboam/core";
import { tlsFetch, type TlsOptions } from "@jeroboam/openstack-client";
import type { ServiceOptions } from "../service-options.ts";
import { readAuthorities } from "../tls/trusted-authorities.ts";
import { readNodesAuthorities } from "../tls/nodes-authorities.ts";
import { serviceTls } from "../tls/service-tls.ts";
import { readServerCertificate } from "../tls/server-certificate.ts";
import { namedPolicyFile } from "./named-policy-file.ts";

/** Why files that options name cannot be used. */
export function fileProblems(options: ServiceOptions): readonly string[] {
  const readings = [
    () => namedPolicyFile(options),
    () => readServerCertificate(options),
    () => readAuthorities(options.cloudCaFiles),
    () => readNodesAuthorities(options),
    ...securedConnections(options).map((tls) => () => tlsFetch(tls)),
  ];
  return readings.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}

function securedConnections(options: ServiceOptions): readonly TlsOptions[] {
  const { OS_CERT: certFile, OS_KEY: keyFile } = options.keystone ?? {};
  const login = { ...(certFile && { certFile }), ...(keyFile && { keyFile }) };
  return [login, ...Object.values(serviceTls(options)).map((tls) => ({ ...login, ...tls }))];
}
