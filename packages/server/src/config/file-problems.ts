import { messageOf } from "@jeroboam/core";
import type { ServiceOptions } from "../service-options.ts";
import { readAuthorities } from "../tls/trusted-authorities.ts";
import { readServerCertificate } from "../tls/server-certificate.ts";
import { namedPolicyFile } from "./named-policy-file.ts";

/** Why files that options name cannot be used. */
export function fileProblems(options: ServiceOptions): readonly string[] {
  const readings = [
    () => namedPolicyFile(options),
    () => readServerCertificate(options),
    () => readAuthorities(options.cloudCaFiles),
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
