import { isDeepStrictEqual } from "node:util";
import { chooseStrategy, givesCredentials } from "../cloud/choose-strategy.ts";
import type { ClusterCredential, CredentialKind } from "../cloud/credential.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";
import { subjectOf } from "../events/status-events.ts";
import type { Store } from "../store/store.ts";
import { credentialHolder } from "./credential-holder.ts";
import { commit, type OperationRun, type StepResult } from "./operation-run.ts";

const DONE = { kind: "done" } as const satisfies StepResult;

/** No other process has the requester's token, so this one asks again while the requester waits. */
const PAUSES_MS = [500, 1000, 2000] as const;

/**
 * What was to be made; the cause, which follows, says which part of it failed.
 *
 * @upstream magnum/common/exception.py `TrusteeOrTrustToClusterFailed`, of the kind that Magnum has
 */
const NOT_MADE = {
  trust: ({ uuid }) => `Failed to create trustee or trust for Cluster: ${uuid}.`,
  "application-credential": ({ name }) =>
    `Cluster ${name} got no application credential for its nodes, or no trust for its infrastructure; try again when this is mended:`,
  "service-user": ({ name }) =>
    `Cluster ${name} got no user of its own with roles in the project, or its nodes no application credential of that user; try again when this is mended:`,
} as const satisfies Record<CredentialKind, (cluster: Cluster) => string>;

/**
 * Gives the cluster a credential of its own, made with the requester's token. Where it has one, what
 * nodes log in with is made anew, and the former one stays on record until they have the new one.
 */
export async function credentials<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { cloud, store } = run.parts;
  if (!givesCredentials(cloud) || (await isMade(run))) return DONE;
  const renewed = await store.credentials.find(run.cluster.uuid);
  const strategy = renewed
    ? cloud.credentials?.find(({ kind }) => kind === renewed.kind)
    : chooseStrategy(cloud, run.driver);
  if (!strategy) throw noKindFits(run);
  const { requester } = run;
  if (!requester)
    throw new JeroboamError(
      "JRB_CREDENTIAL_LOST",
      `Cluster ${run.cluster.name} got no credential: the process that accepted the request stopped before, or Keystone did not answer it in time; retry, or delete the cluster.`,
    );
  // Whoever has the claim by now may have made one: this ends who lost it, before anything is removed.
  await commit(run, {});
  const kept = await onRecord(store, run.cluster.uuid);
  const credential = await acquire(run, strategy.kind, () =>
    strategy.acquire(requester, run.cluster.uuid, kept, {
      ...(renewed && { renewed }),
      ...(run.cluster.keypair !== null && { keypair: run.cluster.keypair }),
      signal: run.signal,
    }),
  );
  try {
    await record(run, credential);
  } catch (error) {
    // Nobody will know of it any more. Where this fails too, the delete finds it by the cluster.
    if (await isForgotten(run, credential)) {
      const holder = await credentialHolder(store, run.cluster);
      await strategy.release(holder, credential, kept).catch(() => undefined);
    }
    throw error;
  }
  return DONE;
}

/** Whether an earlier try of this very operation came so far. */
async function isMade<Services>({
  parts,
  operation,
  cluster,
}: OperationRun<Services>): Promise<boolean> {
  const { credentials: rows } = parts.store;
  if (operation.kind === "create") return (await rows.find(cluster.uuid)) !== undefined;
  const former = await rows.formerOf(cluster.uuid);
  return former.some(({ operationUuid }) => operationUuid === operation.uuid);
}

/** All credentials of the cluster that are on record. */
export async function onRecord(
  { credentials: rows }: Pick<Store, "credentials">,
  clusterUuid: string,
): Promise<readonly ClusterCredential[]> {
  const present = await rows.find(clusterUuid);
  const former = (await rows.formerOf(clusterUuid)).map(({ credential }) => credential);
  return present ? [present, ...former] : former;
}

async function record<Services>(
  run: OperationRun<Services>,
  credential: ClusterCredential,
): Promise<void> {
  const { uuid } = run.cluster;
  const operationUuid = run.operation.uuid;
  await commit(run, {}, async (rows) => {
    const former = await rows.credentials.find(uuid);
    if (former) await rows.credentials.putFormer(uuid, { credential: former, operationUuid });
    await rows.credentials.put(uuid, credential);
  });
}

/** Whether the credential is surely not on record: a store that lost the connection may have stored it. */
async function isForgotten<Services>(
  { parts, cluster }: OperationRun<Services>,
  credential: ClusterCredential,
): Promise<boolean> {
  try {
    return !isDeepStrictEqual(await parts.store.credentials.find(cluster.uuid), credential);
  } catch {
    return false;
  }
}

function noKindFits<Services>({ driver, cluster, parts }: OperationRun<Services>): JeroboamError {
  const offered = (parts.cloud.credentials ?? []).filter(({ releaseOnly }) => !releaseOnly);
  return new JeroboamError(
    "JRB_CREDENTIALS_FAILED",
    `Cluster ${cluster.name} got no credential: driver ${driver.name} works with ${driver.credentialKinds?.join(", ") ?? "any kind"}, a cluster keeps the kind that it has, and this service gives ${offered.map(({ kind }) => kind).join(", ")}; its operator can add another.`,
    { details: { cluster: cluster.uuid, driver: driver.name } },
  );
}

async function acquire<Services>(
  run: OperationRun<Services>,
  kind: CredentialKind,
  make: () => Promise<ClusterCredential>,
): Promise<ClusterCredential> {
  const { cluster } = run;
  for (let tries = 0; ; tries += 1) {
    try {
      return await make();
    } catch (cause) {
      const pauseMs = PAUSES_MS[tries];
      if (pauseMs === undefined || !isRetryable(cause))
        throw new JeroboamError(
          "JRB_CREDENTIALS_FAILED",
          `${NOT_MADE[kind](cluster)} ${messageOf(cause)}`,
          { cause, details: { cluster: cluster.uuid } },
        );
      await tellOfRetry(run, messageOf(cause));
      await run.parts.clock.sleep(pauseMs, run.signal);
      run.signal.throwIfAborted();
    }
  }
}

async function tellOfRetry<Services>(run: OperationRun<Services>, reason: string): Promise<void> {
  const { operation, cluster, parts } = run;
  await commit(run, {}, (rows) =>
    rows.events.append({
      type: "operation.retry",
      ...subjectOf(cluster, operation.uuid, parts.clock.now()),
      operation: operation.kind,
      reason,
    }),
  );
}
