import type { CredentialHolder } from "../cloud/cloud.ts";
import { type ClusterCredential, nodeLogin } from "../cloud/credential.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
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
    await takeAway(run, holder, credential);
  if (mayHaveLost(await parts.store.operations.ofCluster(cluster.uuid)))
    for (const strategy of parts.cloud.credentials ?? []) await strategy.release(holder, undefined);
  await parts.certificates.deleteForCluster(cluster.uuid);
  return DONE;
}

async function releaseFormer<Services>(
  run: OperationRun<Services>,
  holder: CredentialHolder,
): Promise<StepResult> {
  for (const { credential } of await run.parts.store.credentials.formerOf(holder.uuid)) {
    await takeAway(run, holder, credential);
    await commit(run, {}, (rows) => rows.credentials.removeFormer(nodeLogin(credential).id));
  }
  return DONE;
}

async function takeAway<Services>(
  { parts, cluster }: OperationRun<Services>,
  holder: CredentialHolder,
  credential: ClusterCredential,
): Promise<void> {
  const strategy = parts.cloud.credentials?.find(({ kind }) => kind === credential.kind);
  if (strategy) return strategy.release(holder, credential);
  throw new JeroboamError(
    "JRB_CREDENTIALS_FAILED",
    `The credential of cluster ${cluster.name} stays behind: it is of kind ${credential.kind}, which this service is not set up for (any more); its operator has to set up what it was made with.`,
    { details: { cluster: cluster.uuid, kind: credential.kind } },
  );
}
