import { chooseStrategy } from "../cloud/choose-strategy.ts";
import type { Requester } from "../cloud/cloud.ts";
import { type NodeLogin, nodeLogin } from "../cloud/credential.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { acceptChange, claimedAtBirth } from "./accept-operation.ts";
import { requireDriver } from "./cluster-driver.ts";
import type { Identifier } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { requireTrustor } from "./trustor.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import { visibleCluster } from "./visible.ts";

/**
 * Gives a cluster a new credential, made with the requester's token before this answers, and stores
 * the operation that hands it to the nodes and then takes the former one back.
 *
 * @upstream magnum/conductor/handlers/credential_conductor.py `Handler.credential_rotate`
 * @throws `JRB_CREDENTIALS_FAILED`; the cluster then is as it was.
 */
export async function rotateCredential<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  identifier: Identifier,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows) => {
    const cluster = await visibleCluster(rows, requester, identifier);
    const { driver } = await requireDriver(parts, rows, cluster);
    if (!driver.credentials)
      throw notOffered(
        driver,
        "credentials",
        `Driver ${driver.name} cannot hand a new credential to nodes.`,
      );
    if (!chooseStrategy(parts.cloud, driver))
      throw notOffered(
        driver,
        "credentials",
        `This service gives clusters of driver ${driver.name} no credentials; its operator has to set a trustee domain.`,
      );
    requireTrustor(requester, cluster);
    const next = requestedCluster(cluster, { kind: "rotate-credential", nodeGroup: null });
    const open = await rows.operations.openOf(cluster.uuid);
    const isAsked = open.some(({ kind }) => kind === "create" || kind === "rotate-credential");
    if (!next || isAsked) throw notAllowed("Rotating the credential of", cluster);
    return acceptChange(rows, {
      before: cluster,
      next,
      kind: "rotate-credential",
      requester,
      now: parts.clock.now(),
      born: (operation) => claimedAtBirth(parts, operation),
    });
  });
  parts.wakeUp.notify();
  await parts.engine.runClaimed(change.operation, { requester, until: "credentials" });
  const { finishedSteps = [], error } =
    (await parts.store.operations.find(change.operation.uuid)) ?? {};
  if (finishedSteps.includes("credentials")) return change;
  const why = error?.message ?? "Keystone did not answer in time.";
  throw new JeroboamError(
    "JRB_CREDENTIALS_FAILED",
    `${why} The cluster goes on with its former credential.`,
    { details: { cluster: change.cluster.uuid } },
  );
}

/** What the cluster's nodes log in with from now on; it is told to nobody but them. */
export async function nodeLoginOf<Services>(
  { store }: ManagerParts<Services>,
  requester: Requester,
  identifier: Identifier,
): Promise<NodeLogin> {
  const { uuid, name } = await visibleCluster(store, requester, identifier);
  // Not for a token that is still believed after its login was taken back.
  const isOwn =
    requester.ownCluster === uuid && (await store.credentials.clusterOf(requester.userId)) === uuid;
  const credential = isOwn ? await store.credentials.find(uuid) : undefined;
  if (credential) return nodeLogin(credential);
  throw new JeroboamError(
    "JRB_NOT_AUTHORIZED",
    `What the nodes of cluster ${name} log in with is told to them alone.`,
    { details: { cluster: uuid } },
  );
}
