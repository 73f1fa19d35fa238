import type { CredentialHolder, CredentialStrategy } from "../cloud/cloud.ts";
import { type ClusterCredential, nodeLogin } from "../cloud/credential.ts";
import { isRetryable, JeroboamError } from "../errors/jeroboam-error.ts";
import { credentialHolder, mayHaveLost } from "./credential-holder.ts";
import { onRecord } from "./credentials-step.ts";
import { commit, type OperationRun, type StepResult } from "./operation-run.ts";

const DONE = { kind: "done" } as const satisfies StepResult;

/** Gives back what the cluster no longer needs: all of it once it is deleted, else former credentials. */
export async function release<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { cluster, operation, parts } = run;
  const holder = await credentialHolder(parts.store, cluster);
  if (operation.kind !== "delete") return releaseFormer(run, holder);
  for (const credential of await onRecord(parts.store, cluster.uuid))
    await takeAway(run, holder, credential, []);
  if (mayHaveLost(await parts.store.operations.ofCluster(cluster.uuid)))
    for (const strategy of parts.cloud.credentials ?? []) await removeLost(strategy, holder);
  await parts.certificates.deleteForCluster(cluster.uuid);
  return DONE;
}

async function releaseFormer<Services>(
  run: OperationRun<Services>,
  holder: CredentialHolder,
): Promise<StepResult> {
  const { credentials } = run.parts.store;
  const present = await credentials.find(holder.uuid);
  for (const { credential } of await credentials.formerOf(holder.uuid)) {
    await takeAway(run, holder, credential, present ? [present] : []);
    await commit(run, {}, (rows) => rows.credentials.removeFormer(nodeLogin(credential).id));
  }
  return DONE;
}

/** A service that makes no credentials of a kind may lack the rights to look for some. */
async function removeLost(strategy: CredentialStrategy, holder: CredentialHolder): Promise<void> {
  try {
    await strategy.release(holder, undefined);
  } catch (error) {
    if (!strategy.releaseOnly || isRetryable(error)) throw error;
  }
}

/** Takes a credential away, but for what it shares with those that are kept. */
export async function takeAway<Services>(
  { parts, cluster }: OperationRun<Services>,
  holder: CredentialHolder,
  credential: ClusterCredential,
  kept: readonly ClusterCredential[],
): Promise<void> {
  const strategy = parts.cloud.credentials?.find(({ kind }) => kind === credential.kind);
  if (strategy) return strategy.release(holder, credential, kept);
  throw new JeroboamError(
    "JRB_CREDENTIALS_FAILED",
    `The credential of cluster ${cluster.name} stays behind: it is of kind ${credential.kind}, which this service is not set up for (any more); its operator has to set up what it was made with.`,
    { details: { cluster: cluster.uuid, kind: credential.kind } },
  );
}
