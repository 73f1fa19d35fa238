import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { phaseOf } from "../state/status.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Rows read at once. */
const PAGE = 500;

/** A cluster with the template and the driver that it is made by. */
export interface SurveyedCluster<Services> {
  readonly cluster: Cluster;
  readonly template: ClusterTemplate;
  readonly driver: ClusterDriver<Services>;
}

/** All clusters of a project. */
export async function clustersOf<Services>(
  { store }: EngineParts<Services>,
  projectId: string,
): Promise<readonly Cluster[]> {
  const clusters: Cluster[] = [];
  for (;;) {
    const marker = clusters.at(-1)?.uuid;
    const page = await store.clusters.list({
      projectId,
      limit: PAGE,
      ...(marker === undefined ? {} : { marker }),
    });
    clusters.push(...page);
    if (page.length < PAGE) return clusters;
  }
}

/** Those that have infrastructure, and a driver that looks at many at once. */
export async function surveyedClusters<Services>(
  parts: EngineParts<Services>,
  clusters: readonly Cluster[],
): Promise<readonly SurveyedCluster<Services>[]> {
  const makers = new Map<string, Maker<Services> | undefined>();
  const found: SurveyedCluster<Services>[] = [];
  for (const cluster of clusters) {
    const id = cluster.clusterTemplateId;
    if (!makers.has(id)) makers.set(id, await makerOf(parts, id));
    const maker = makers.get(id);
    if (maker?.driver.survey && cluster.backingRef !== null) found.push({ cluster, ...maker });
  }
  return found;
}

/** Whether something is under way on the cluster or on one of its node groups. */
export function isChanging(cluster: Cluster): boolean {
  return [cluster, ...cluster.nodeGroups].some(({ status }) => phaseOf(status) === "IN_PROGRESS");
}

type Maker<Services> = Omit<SurveyedCluster<Services>, "cluster">;

async function makerOf<Services>(
  { store, drivers, log }: EngineParts<Services>,
  templateId: string,
): Promise<Maker<Services> | undefined> {
  const template = await store.clusterTemplates.find(templateId);
  if (!template) return undefined;
  try {
    return { template, driver: drivers.ofTemplate(template) };
  } catch (error) {
    log.debug({ clusterTemplate: templateId, error }, "no driver here looks at such clusters");
    return undefined;
  }
}
