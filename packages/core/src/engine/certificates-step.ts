import { isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";
import { commit, type OperationRun, type StepResult } from "./operation-run.ts";

/** Makes the cluster's authorities, or takes a rotation one phase further. */
export async function certificates<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { kind } = run.operation;
  if (kind === "retire-ca") return retire(run);
  const work = kind === "rotate-ca" ? prepare(run) : create(run);
  await work.catch((cause: unknown) => {
    const { uuid } = run.cluster;
    throw new JeroboamError(
      "JRB_CERTIFICATES_FAILED",
      `Failed to create certificates for Cluster: ${uuid}. ${messageOf(cause)}`,
      { cause, retryable: isRetryable(cause), details: { cluster: uuid } },
    );
  });
  return { kind: "done" };
}

function create<Services>({ parts, cluster, driver }: OperationRun<Services>): Promise<void> {
  const { certificateAuthorities = ["cluster"], serviceAccountKey = false } = driver;
  const wanted = { authorities: certificateAuthorities, serviceAccountKey };
  return parts.certificates.createForCluster(cluster, wanted);
}

function prepare<Services>({ parts, cluster, operation }: OperationRun<Services>): Promise<void> {
  return parts.certificates.prepareRotation(cluster, operation.uuid);
}

/** Nodes that did not take over the new authorities would be lost without the former ones. */
async function retire<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { parts, cluster, operation } = run;
  const { rotation } = operation.input;
  const rotating = rotation === null ? undefined : await parts.store.operations.find(rotation);
  if (rotating?.state !== "succeeded")
    return {
      kind: "cancelled",
      reason: `The former certificate authority stays, because not all nodes took over the new one${rotating?.error ? `: ${rotating.error.message}` : "."}`,
    };
  const prepared = await parts.certificates.rotationOf(cluster.uuid);
  if (prepared) {
    // Whoever lost the claim ends here; a later rotation has another id.
    await commit(run, {});
    await parts.certificates.completeRotation(cluster.uuid, prepared.id);
  }
  return { kind: "done" };
}
