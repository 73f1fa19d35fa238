import {
  type ClusterSnapshot,
  type Composition,
  JeroboamError,
  messageOf,
  type PlannedResource,
  type TrustCredential,
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
import { HeatDriverError } from "./heat-driver-error.ts";
import { clusterSource } from "./mapping/mapping-source.ts";
import type { StackRequest } from "./orchestration-port.ts";
import { clusterStackRequest } from "./stack/cluster-stack-request.ts";

/** What nobody knows before the cluster is made; of the right form, as templates check it. */
const CREDENTIAL: TrustCredential = {
  kind: "trust",
  trustId: "trust-to-come",
  trusteeUserId: "trustee-to-come",
  trusteeUserName: "trustee-to-come",
  trusteePassword: "password-to-come",
  trusteeDomainId: "domain-to-come",
};
const SERVICE_ACCOUNT_KEY = { publicKeyPem: "key-to-come", privateKeyPem: "key-to-come" };
const ENDPOINTS = {
  identity: "https://identity.invalid/v3",
  containerInfra: "https://container-infra.invalid/v1",
};

/**
 * Evaluates the very request that would make the cluster's stack, and lists its resources. Node
 * groups beside the default ones are not made with a cluster, and not listed.
 *
 * @throws {@link JeroboamError} `JRB_CLUSTER_INVALID` for what this package or Heat would refuse, and
 * for a cluster of more than 10 000 resources.
 */
export function planCluster<L>(
  definition: HeatDriverDefinition<L>,
  snapshot: ClusterSnapshot,
  composition: Composition,
): readonly PlannedResource[] {
  try {
    return planStack(plannedRequest(definition, snapshot, composition));
  } catch (cause) {
    if (!TemplateError.isInstance(cause) && !HeatDriverError.isInstance(cause)) throw cause;
    const message = `Heat would refuse the stack: ${messageOf(cause)}`;
    throw new JeroboamError("JRB_CLUSTER_INVALID", message, {
      cause,
      details: {
        issues: [{ path: [], code: "JRB_STACK_REFUSED", message }],
        driver: definition.name,
      },
    });
  }
}

function plannedRequest<L>(
  definition: HeatDriverDefinition<L>,
  snapshot: ClusterSnapshot,
  composition: Composition,
): StackRequest {
  const timeoutMinutes = snapshot.cluster.createTimeoutMinutes;
  const source = {
    ...clusterSource(snapshot, definition.labels),
    credential: composition.givesCredentials ? CREDENTIAL : undefined,
    endpoints: ENDPOINTS,
    operator: composition.operator,
    ...(definition.serviceAccountKey && { serviceAccountKey: SERVICE_ACCOUNT_KEY }),
    timeoutMinutes,
    nodesToRemove: [],
  };
  return clusterStackRequest(definition, source, { operationId: "plan", timeoutMinutes });
}

function planStack(request: StackRequest): readonly PlannedResource[] {
  const { name, files, parameters } = request;
  const environments = request.environmentFiles.map((path) => parseEnvironment(files[path] ?? ""));
  const stack = defineStack({
    template: parseTemplate(request.template),
    name,
    files,
    environment: mergeEnvironments(environments),
    // As Heat gets them: JSON.
    parameters: JSON.parse(JSON.stringify(parameters)) as HotMap,
  });
  return planResources(stack);
}
