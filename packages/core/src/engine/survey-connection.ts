import { givesCredentials } from "../cloud/choose-strategy.ts";
import type { CloudConnection } from "../cloud/cloud.ts";
import type { ClusterCredential } from "../cloud/credential.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { isRetryable } from "../errors/jeroboam-error.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Clusters whose credentials are tried before the project counts as not to be seen. */
const MOST_TRIED = 3;

export interface Seen<Answer> {
  readonly answer: Answer;
  /** Whose credential it was; undefined for the cloud's own session. */
  readonly as: string | undefined;
}

/**
 * Works in a project with the first right that is good: that of one of its clusters, else that of
 * the cloud's own session. A trust that is gone blinds its own cluster alone.
 *
 * @param clusters - Of one project; those whose credentials are tried first come first.
 * @throws What the last one met, or what is worth trying again later.
 */
export async function inProject<Services, Answer>(
  { store, cloud }: EngineParts<Services>,
  clusters: readonly Cluster[],
  work: (
    connection: CloudConnection<Services>,
    credential: ClusterCredential | undefined,
  ) => Promise<Answer>,
): Promise<Seen<Answer>> {
  const [first] = clusters;
  if (!first) throw new Error("no cluster to work for");
  let refusal: unknown;
  let tried = 0;
  for (const { uuid } of givesCredentials(cloud) ? clusters : []) {
    if (tried === MOST_TRIED) break;
    const credential = await store.credentials.find(uuid);
    if (!credential) continue;
    tried += 1;
    try {
      const connection = await cloud.connectFor(first.projectId, credential);
      return { answer: await work(connection, credential), as: uuid };
    } catch (error) {
      if (isRetryable(error)) throw error;
      refusal = error;
    }
  }
  try {
    const connection = await cloud.connectFor(first.projectId, undefined);
    return { answer: await work(connection, undefined), as: undefined };
  } catch (error) {
    throw refusal ?? error;
  }
}
