import { nodeLogin } from "../cloud/credential.ts";
import { messageOf } from "../errors/jeroboam-error.ts";
import { credentialHolder } from "./credential-holder.ts";
import { commit, type OperationRun } from "./operation-run.ts";
import { takeAway } from "./release-step.ts";

/**
 * Where an operation brought a new credential that no node was told of, the former one counts again,
 * and the operation is one that never got any. Nodes that were made while it waited have the new one:
 * then both stay.
 */
export async function withdrawCredential<Services>(run: OperationRun<Services>): Promise<void> {
  const { cluster, operation, parts } = run;
  const { credentials } = parts.store;
  const unused = await credentials.find(cluster.uuid);
  const formers = await credentials.formerOf(cluster.uuid);
  const former = formers.find(({ operationUuid }) => operationUuid === operation.uuid);
  if (!unused || !former || (await didOthersRun(run))) return;
  const finishedSteps = operation.finishedSteps.filter((step) => step !== "credentials");
  await commit(run, { operation: { finishedSteps } }, async (rows) => {
    await rows.credentials.removeFormer(nodeLogin(former.credential).id);
    await rows.credentials.put(cluster.uuid, former.credential);
  });
  const kept = formers.map(({ credential }) => credential);
  try {
    await takeAway(run, await credentialHolder(parts.store, cluster), unused, kept);
  } catch (error) {
    // The next rotation, or the deletion, looks for what is not on record.
    const reason = messageOf(error);
    parts.log.warn({ cluster: cluster.uuid, reason }, "a credential that nobody has stays behind");
  }
}

/** Whether an operation before this one went on after the new credential was there. */
async function didOthersRun<Services>({
  operation,
  parts,
}: OperationRun<Services>): Promise<boolean> {
  const { clusterUuid, createdAt, sequence } = operation;
  return (await parts.store.operations.ofCluster(clusterUuid)).some(
    (one) => one.sequence < sequence && one.finishedAt !== null && one.finishedAt > createdAt,
  );
}
