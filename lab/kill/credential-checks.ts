import type { Cluster, ClusterCredential, Operation, Store } from "@jeroboam/core";
import type { Inspection } from "@jeroboam/openstack-simulator";
import type { Books } from "./books.ts";
import { countBy } from "./count-by.ts";
import type { Check } from "./evidence.ts";

/** What a credential consists of in Keystone. */
interface Parts {
  readonly userId: string;
  readonly trustId?: string;
  readonly nodeUserId?: string;
  readonly nodeId?: string;
}

/** What must hold of clusters' users, trusts and application credentials. */
export const CREDENTIAL_CHECKS: Readonly<Record<string, Check>> = {
  "users, trusts and application credentials are those of clusters": async (evidence) => {
    const { books, cloud, store } = evidence;
    const recorded = (await Promise.all([...books.clusters.keys()].map(onRecord(store)))).flat();
    const users = new Set(recorded.flatMap(({ userId, nodeUserId }) => [userId, nodeUserId]));
    const nodeIds = new Set(recorded.map(({ nodeId }) => nodeId));
    const trustees = cloud.users().filter(({ name }) => OF_CLUSTER.test(name));
    const trusteeIds = new Set(trustees.map(({ id }) => id));
    return [
      ...trustees.flatMap(({ name, id }) =>
        users.has(id) ? [] : whyThere(books, `user ${name} (${id})`, name),
      ),
      ...[...countBy(trustees, ({ name }) => name)].flatMap(([name, times]) =>
        times > 1 ? [`user ${name} is there ${times} times`] : [],
      ),
      ...cloud
        .applicationCredentials()
        .flatMap(({ id, name }) =>
          nodeIds.has(id) ? [] : whyThere(books, `application credential ${name} (${id})`, name),
        ),
      ...cloud
        .trusts()
        .flatMap(({ id, trusteeId }) =>
          trusteeIds.has(trusteeId) || isHeats(cloud, trusteeId)
            ? []
            : [`trust ${id} is for ${trusteeId}, who is no trustee`],
        ),
    ];
  },

  "each cluster has all of its credential": async ({ books, cloud, store }) => {
    const there = new Set(
      [...cloud.users(), ...cloud.trusts(), ...cloud.applicationCredentials()].map(({ id }) => id),
    );
    const lacking = [...books.clusters.values()].map(async ({ uuid, name, status }) => {
      const present = await store.credentials.find(uuid);
      if (!present)
        return status.endsWith("_COMPLETE") ? [`cluster ${name} (${uuid}) has no credential`] : [];
      return Object.entries(partsOf(present)).flatMap(([part, id]) =>
        there.has(id)
          ? []
          : [`cluster ${name} (${uuid}) lacks the ${part} ${id} of its credential`],
      );
    });
    return (await Promise.all(lacking)).flat();
  },

  "former credentials are those of rotations that did not come to their end": async ({
    books,
    store,
  }) => {
    const left = [...books.clusters.values()].map(async ({ uuid, name }) => {
      const rotations = ofCluster(books, uuid).filter(({ kind }) => kind === "rotate-credential");
      return (await store.credentials.formerOf(uuid)).flatMap(({ operationUuid }) => {
        const place = rotations.findIndex((one) => one.uuid === operationUuid);
        return place >= 0 && rotations.slice(place).every(({ state }) => state !== "succeeded")
          ? []
          : [
              `cluster ${name} (${uuid}) keeps the credential that operation ${operationUuid} replaced`,
            ];
      });
    });
    return (await Promise.all(left)).flat();
  },

  "the database holds credentials of clusters alone": async ({ books, store, kept }) => {
    const clusters = [...books.clusters.keys()];
    const present = await Promise.all(clusters.map((uuid) => store.credentials.find(uuid)));
    const former = await Promise.all(clusters.map((uuid) => store.credentials.formerOf(uuid)));
    return [
      ...differing("credentials", kept.rows.credentials, present.filter(Boolean).length),
      ...differing("former credentials", kept.rows.formerCredentials, former.flat().length),
    ];
  },
};

/** The name of a cluster's user, and of its nodes' application credential, begins with its uuid. */
const OF_CLUSTER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_/;
const UUID_LENGTH = 36;

function partsOf(credential: ClusterCredential): Parts {
  switch (credential.kind) {
    case "trust":
      return {
        userId: credential.trusteeUserId,
        trustId: credential.trustId,
        ...(credential.node && { nodeUserId: credential.node.id }),
      };
    case "application-credential":
      return { ...partsOf(credential.trust), nodeId: credential.node.id };
    case "service-user":
      return { userId: credential.userId, nodeId: credential.node.id };
  }
}

const onRecord =
  ({ credentials }: Pick<Store, "credentials">) =>
  async (uuid: Cluster["uuid"]): Promise<readonly Parts[]> => {
    const present = await credentials.find(uuid);
    const former = (await credentials.formerOf(uuid)).map(({ credential }) => credential);
    return [...(present ? [present] : []), ...former].map(partsOf);
  };

function ofCluster({ operations }: Books, clusterUuid: string): readonly Operation[] {
  return [...operations.values()]
    .filter((operation) => operation.clusterUuid === clusterUuid)
    .toSorted((a, b) => a.sequence - b.sequence);
}

/** What is on no record is a cluster's only while an operation may have lost it; its deletion finds it. */
function whyThere(books: Books, what: string, name: string): readonly string[] {
  const uuid = name.slice(0, UUID_LENGTH);
  if (!books.clusters.has(uuid)) return [`${what} belongs to no cluster`];
  const mayHaveLost = ofCluster(books, uuid).some(
    ({ kind, finishedSteps }) =>
      (kind === "create" || kind === "rotate-credential") && !finishedSteps.includes("credentials"),
  );
  return mayHaveLost ? [] : [`${what} is on no record, and no operation of its cluster lost it`];
}

/** Heat makes a trust of its own for each stack. */
function isHeats(cloud: Inspection, userId: string): boolean {
  return cloud.users().some(({ id, name }) => id === userId && !OF_CLUSTER.test(name));
}

function differing(what: string, found: number, expected: number): readonly string[] {
  return found === expected ? [] : [`there are ${found} ${what}, and clusters have ${expected}`];
}
