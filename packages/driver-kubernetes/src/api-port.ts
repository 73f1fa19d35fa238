import type { ClusterTemplate } from "@jeroboam/core";

/** The port of the Kubernetes API: what the template says, else the usual one. */
export function apiPort(template: Pick<ClusterTemplate, "apiserverPort">): number {
  return template.apiserverPort ?? 6443;
}
