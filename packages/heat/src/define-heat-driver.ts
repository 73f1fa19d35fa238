import {
  type CertificatesFacet,
  type ClusterDriver,
  CONTRACT_VERSION,
  defineDriver,
} from "@jeroboam/core";
import type { HeatDriverDefinition } from "./heat-driver-definition.ts";
import type { HeatServices } from "./orchestration-port.ts";
import { planCluster } from "./plan-cluster.ts";
import { cancelStackAction } from "./stack/cancel-stack-action.ts";
import { createClusterStack } from "./stack/create-cluster-stack.ts";
import { deleteClusterStacks } from "./stack/delete-cluster-stacks.ts";
import { nodeGroupStacks } from "./stack/node-group-stacks.ts";
import { observeCluster } from "./stack/observe-cluster.ts";
import { refreshStacks } from "./stack/refresh-stacks.ts";
import { heatSurvey } from "./stack/survey-clusters.ts";
import { updateClusterStack } from "./stack/update-cluster-stack.ts";
import { validateSnapshot } from "./validate-snapshot.ts";

/**
 * Makes a driver out of a declaration: one stack for each cluster and for each node group beside
 * the default ones, made, changed, deleted and observed by the same rules for every driver.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatDriver`
 */
export function defineHeatDriver<L>(
  definition: HeatDriverDefinition<L>,
): ClusterDriver<HeatServices> {
  const { name, stability, provides, containerVersion, labels, templates } = definition;
  const { resize, nodeGroups, credentialKinds } = definition;
  const refresh: CertificatesFacet<HeatServices>["rotateCaCertificate"] = (context, request) =>
    refreshStacks(definition, context, request);
  const { certificateAuthorities, serviceAccountKey, certificateProfiles } = definition;
  return defineDriver<HeatServices>({
    contractVersion: CONTRACT_VERSION,
    name,
    stability,
    provides,
    requires: ["orchestration"],
    containerVersion,
    labels,
    ...(credentialKinds && { credentialKinds }),
    ...(certificateAuthorities && { certificateAuthorities }),
    ...(serviceAccountKey && { serviceAccountKey }),
    ...(certificateProfiles && { certificateProfiles }),
    ...(resize && { resize }),
    ...(nodeGroups && { nodeGroups: nodeGroupStacks({ labels, templates, nodeGroups }) }),
    ...(definition.refresh && {
      certificates: { rotateCaCertificate: refresh },
      credentials: { rotateCredential: refresh },
    }),
    plan: {
      planCluster: (snapshot, composition) => planCluster(definition, snapshot, composition),
    },
    cancel: { cancelOperation: cancelStackAction },
    survey: heatSurvey,
    validate: (snapshot, composition) => validateSnapshot(definition, snapshot, composition),
    createCluster: (context, request) => createClusterStack(definition, context, request),
    updateCluster: (context, request) => updateClusterStack(definition, context, request),
    deleteCluster: deleteClusterStacks,
    observeCluster: (context, request) => observeCluster(definition, context, request),
  });
}
