import type {
  ClusterSnapshot,
  Composition,
  PlannedResource,
  TrustCredential,
} from "@jeroboam/core";
import {
  defineStack,
  type HotMap,
  mergeEnvironments,
  parseEnvironment,
  parseTemplate,
  planResources,
  TemplateError,
} from "@jeroboam/hot";
import type { HeatDriverDefinition } from "./heat-driver-definition.ts";
import { clusterSource } from "./mapping/mapping-source.ts";
import { clusterStackRequest } from "./stack/cluster-stack-request.ts";
import { stackRefused } from "./stack/stack-refused.ts";

/** What nobody knows before the cluster is made; of the right form, as templates check it. */
const CREDENTIAL: TrustCredential = {
  kind: "trust",
  trustId: "trust-to-come",
  trusteeUserId: "trustee-to-come",
  trusteeUserName: "trustee-to-come",
  trusteePassword: "password-to-come",
  trusteeDomainId: "domain-to-come",
};
const ENDPOINTS = {
  identity: "https://identity.invalid/v3",
  containerInfra: "https://container-infra.invalid/v1",
};

/**
 * Evaluates the very request that would make the cluster's stack, and lists its resources. Node
 * groups beside the default ones are not made with a cluster, and not listed.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_REFUSED` for what Heat would not take.
 */
export function planCluster<L>(
  definition: HeatDriverDefinition<L>,
  snapshot: ClusterSnapshot,
  composition: Composition,
): readonly PlannedResource[] {
  const timeoutMinutes = snapshot.cluster.createTimeoutMinutes;
  const source = {
    ...clusterSource(snapshot, definition.labels),
    credential: composition.givesCredentials ? CREDENTIAL : undefined,
    endpoints: ENDPOINTS,
    timeoutMinutes,
    nodesToRemove: [],
  };
  const request = clusterStackRequest(definition, source, { operationId: "plan", timeoutMinutes });
  const { name, files, parameters } = request;
  const environments = request.environmentFiles.map((path) => parseEnvironment(files[path] ?? ""));
  try {
    const stack = defineStack({
      template: parseTemplate(request.template),
      name,
      files,
      environment: mergeEnvironments(environments),
      // As Heat gets them: JSON.
      parameters: JSON.parse(JSON.stringify(parameters)) as HotMap,
    });
    return planResources(stack);
  } catch (error) {
    if (TemplateError.isInstance(error)) throw stackRefused(error);
    throw error;
  }
}
