import type { ClusterTemplate } from "@jeroboam/core";

/**
 * The port of Docker's API, by IANA's register.
 *
 * @differs upstream serves TLS on 2375 too
 */
export function apiPort(template: Pick<ClusterTemplate, "tlsDisabled">): number {
  return template.tlsDisabled ? 2375 : 2376;
}
