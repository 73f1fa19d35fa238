import type { Cluster, Operation, StoredAuthority } from "@jeroboam/core";
import type { Books } from "./books.ts";
import type { Check } from "./evidence.ts";
import type { ClusterCoe } from "./ledger.ts";
import { signingComplaints } from "./signing.ts";

/** What must hold of clusters' certificate authorities and of their keys. */
export const CERTIFICATE_CHECKS: Readonly<Record<string, Check>> = {
  "each cluster has the authorities of its kind, and their keys are kept": async (evidence) => {
    const { books, ledger, store, kept } = evidence;
    const checked = ledger.clusters.map(async ({ uuid, name, coe }) => {
      const cluster = books.clusters.get(uuid ?? "");
      if (!cluster || !hasAuthorities(books, cluster)) return [];
      const authorities = await store.authorities.ofCluster(cluster.uuid);
      const kinds = authorities.map(({ kind }) => kind).join(", ");
      const lost = authorities.flatMap(allRefs).map(async (ref) => {
        const id = ref?.slice(-UUID_LENGTH) ?? "";
        const found = kept.keyPairIds.has(id) || (await store.keyPairs.find(id, cluster.uuid));
        return found ? [] : [`cluster ${name} (${uuid}) lacks the key pair ${ref}`];
      });
      return [
        ...(kinds === KINDS[coe] ? [] : [`cluster ${name} (${uuid}) has authorities ${kinds}`]),
        ...(await Promise.all(lost)).flat(),
      ];
    });
    return (await Promise.all(checked)).flat();
  },

  "a rotation is prepared whole or not at all, and is gone once it is completed": async ({
    books,
    store,
  }) => {
    const checked = [...books.clusters.values()].map(async (cluster) => {
      const all = await store.authorities.ofCluster(cluster.uuid);
      const ids = new Set(all.filter(rotates).map(({ rotation }) => rotation?.id));
      const of = `cluster ${cluster.name} (${cluster.uuid})`;
      const told = all.map(({ kind, rotation }) => `${kind} ${rotation?.id ?? "none"}`).join(", ");
      const last = lastRotation(books, cluster);
      const isOver = last?.kind === "retire-ca" || !last;
      const isTold = last?.state === "succeeded" || last?.finishedSteps.includes("infrastructure");
      return [
        ...(ids.size > 1 ? [`${of} is in the middle of rotations: ${told}`] : []),
        ...(isOver && all.some(({ rotation }) => rotation)
          ? [`${of} is in a rotation that is over: ${told}`]
          : []),
        ...(!isOver && isTold && !all.some(({ rotation }) => rotation)
          ? [`${of} lost the rotation that operation ${last.uuid} prepared`]
          : []),
      ];
    });
    return (await Promise.all(checked)).flat();
  },

  "each working cluster certifies requests": async ({ books, ledger, clients }) => {
    const complaints: string[] = [];
    for (const { uuid, name, project } of ledger.clusters) {
      const client = clients.get(project);
      if (!client || !books.clusters.get(uuid ?? "")?.status.endsWith("_COMPLETE")) continue;
      for (const complaint of await signingComplaints(client, uuid ?? ""))
        complaints.push(`cluster ${name} (${uuid}): ${complaint}`);
    }
    return complaints;
  },

  "no secret of a removed cluster is kept": async ({ books, store, kept }) => {
    const left = kept.named.filter(
      (name) => ![...books.clusters.keys()].some((uuid) => name.includes(uuid)),
    );
    const removed = books.events.filter(({ type }) => type === "cluster.removed");
    const rows = removed.map(async ({ clusterUuid }) => [
      ...((await store.credentials.find(clusterUuid)) ? [`credential of ${clusterUuid}`] : []),
      ...(await store.credentials.formerOf(clusterUuid)).map(() => `former one of ${clusterUuid}`),
      ...(await store.authorities.ofCluster(clusterUuid)).map(
        ({ kind }) => `${kind} authority of ${clusterUuid}`,
      ),
    ]);
    const { keyPairs } = kept.rows;
    return [
      ...[...left, ...(await Promise.all(rows)).flat()].map((what) => `${what} is kept`),
      ...(books.clusters.size === 0 && keyPairs > 0
        ? [`${keyPairs} key pairs are kept, and there is no cluster`]
        : []),
    ];
  },
};

const UUID_LENGTH = 36;
/** In order of their names. */
const KINDS: Readonly<Record<ClusterCoe, string>> = {
  "swarm-mode": "cluster",
  kubernetes: "cluster, etcd, service-account",
};

function hasAuthorities({ operations }: Books, { uuid }: Cluster): boolean {
  return [...operations.values()].some(
    ({ clusterUuid, kind, finishedSteps }) =>
      clusterUuid === uuid && kind === "create" && finishedSteps.includes("certificates"),
  );
}

function allRefs({ ref, rotation }: StoredAuthority): readonly (string | null)[] {
  return rotation ? [ref, rotation.former.ref] : [ref];
}

/** The key of service accounts stays. */
function rotates({ kind }: StoredAuthority): boolean {
  return kind !== "service-account";
}

/** The last operation that made new authorities or took former ones away. */
function lastRotation({ operations }: Books, { uuid }: Cluster): Operation | undefined {
  return [...operations.values()]
    .filter(({ clusterUuid, kind }) => clusterUuid === uuid && kind.endsWith("-ca"))
    .toSorted((a, b) => a.sequence - b.sequence)
    .findLast(({ finishedSteps }) => finishedSteps.includes("certificates"));
}
