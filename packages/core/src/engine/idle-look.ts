import type { Cluster } from "../cluster/cluster.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { statusEvents } from "../events/status-events.ts";
import { reconcile } from "../state/reconcile.ts";
import { touched } from "../state/touched.ts";
import type { EngineParts } from "./engine-parts.ts";
import { FULL_LOOK_CALLS } from "./look-meter.ts";
import { inProject } from "./survey-connection.ts";
import type { SurveyedCluster } from "./surveyed-clusters.ts";

/**
 * Looks at a cluster on which nothing is under way, and stores what somebody else made of it. A
 * request that came meanwhile wins.
 *
 * @differs upstream never looks at a cluster that is not IN_PROGRESS
 */
export async function lookAtIdle<Services>(
  parts: EngineParts<Services>,
  { cluster, template, driver }: SurveyedCluster<Services>,
  others: readonly Cluster[],
  signal: AbortSignal,
): Promise<void> {
  const { store, cloud, certificates, operator, log, clock, wakeUp } = parts;
  const { endpoints } = cloud;
  parts.surveyLooks.count(FULL_LOOK_CALLS);
  const candidates = [cluster, ...others.filter((other) => other !== cluster)];
  const { answer: observation } = await inProject(parts, candidates, ({ services }, credential) =>
    driver.observeCluster(
      { services, certificates, credential, endpoints, operator, log, clock, signal },
      { cluster, template, operationId: undefined },
    ),
  );
  const next = reconcile(cluster, observation);
  if (JSON.stringify(next) === JSON.stringify(cluster)) return;
  const now = clock.now();
  try {
    await store.transaction(async (rows) => {
      const stored = await rows.clusters.replace(touched(cluster, next, now));
      for (const event of statusEvents(cluster, stored, null, now)) await rows.events.append(event);
    });
  } catch (error) {
    if (JeroboamError.isInstance(error) && error.code === "JRB_STORE_CONFLICT") return;
    throw error;
  }
  const { uuid, status, statusReason: reason } = next;
  if (status !== cluster.status)
    log.warn({ cluster: uuid, status, reason }, "a cluster changed without a request");
  wakeUp.notify();
}
