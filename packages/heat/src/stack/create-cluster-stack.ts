import type { Accepted, CreateClusterRequest, DriverContext } from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import { clusterSource } from "../mapping/mapping-source.ts";
import type { HeatServices } from "../orchestration-port.ts";
import { clusterStackRequest } from "./cluster-stack-request.ts";
import { findClusterStack } from "./find-stack.ts";
import { makeStack } from "./make-stack.ts";
import { updateClusterStack } from "./update-cluster-stack.ts";

const NO_REMOVAL = { nodesToRemove: [], nodesMayBeGone: false } as const;

/** Makes the cluster's stack; a repeat finds it, another try goes on with what is there. */
export async function createClusterStack<L>(
  definition: HeatDriverDefinition<L>,
  context: DriverContext<HeatServices>,
  request: CreateClusterRequest,
): Promise<Accepted> {
  return makeStack(context, {
    operationId: request.operationId,
    find: () => findClusterStack(context, request.cluster),
    bringOn: () =>
      updateClusterStack(definition, context, { ...request, ...NO_REMOVAL, rollback: false }),
    request: async () => {
      const { certificates } = context;
      const source = {
        ...clusterSource(request, definition.labels),
        credential: context.credential,
        endpoints: context.endpoints,
        operator: context.operator,
        ...(definition.serviceAccountKey && {
          serviceAccountKey: await certificates.serviceAccountKey(request.cluster.uuid),
        }),
        timeoutMinutes: request.timeoutMinutes,
        nodesToRemove: [],
      };
      return clusterStackRequest(definition, source, request);
    },
  });
}
