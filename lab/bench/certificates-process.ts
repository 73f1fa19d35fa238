// Answers lists, and makes certificate authorities and clients' certificates beside that while it is told to.
import { randomUUID } from "node:crypto";
import {
  type Cloud,
  createCertificateAuthority,
  createClusterManager,
  createMemoryStore,
  createX509KeyPairCertManager,
  DEFAULT_PROFILES,
  newClientConfig,
  type Requester,
} from "@jeroboam/core";
import { createServer } from "@jeroboam/server";
import { seedRows } from "./seeded-rows.ts";

/** Where it answers, and how many pairs it made since it was last asked. */
export interface CertificatesReport {
  readonly origin: string;
  readonly pairs: number;
}

const CLUSTERS = 100;
const CLUSTER = {
  name: "bench",
  status: "CREATE_COMPLETE",
  apiAddress: "tcp://127.0.0.1:2376",
  coe: "swarm-mode",
  tlsDisabled: false,
} as const;
const TERMS = { authority: "cluster", by: "user", profiles: DEFAULT_PROFILES } as const;

const projectId = "bench";
const requester: Requester = { userId: "bench", projectId, roles: ["admin"], isAdmin: true };
const nobody = async () => {
  throw new Error("there is no cloud here");
};
const cloud: Cloud<object> = {
  serviceTypes: [],
  endpoints: { identity: "", containerInfra: "" },
  self: async () => requester,
  connectAs: nobody,
  connectFor: nobody,
};

const store = createMemoryStore();
const stackIds = Array.from({ length: CLUSTERS }, () => randomUUID());
await seedRows(store, { projectId, userId: "bench", stackIds });
const server = createServer({
  manager: createClusterManager({ drivers: [], cloud, store, runOperations: false }),
  authenticator: {
    identityUrl: "",
    authenticate: async () => ({
      userId: "bench",
      userDomainId: null,
      projectId,
      projectDomainId: null,
      systemScope: null,
      roles: ["admin", "member", "reader"],
      isAdminProject: true,
      trusteeDomainId: null,
      trusteeOfCluster: null,
      accessRules: null,
    }),
  },
});
const origin = await server.listen({ host: "127.0.0.1", port: 0 });

let pairs = 0;
let ended = new AbortController();

/** One after the other: a cluster's authority with its key, and a client's key certified by it. */
async function makePairs(keyBits: number, { signal }: AbortController): Promise<void> {
  const { authorities, keyPairs } = createMemoryStore();
  const certManager = createX509KeyPairCertManager(keyPairs);
  const authority = createCertificateAuthority(authorities, certManager, { keyBits });
  while (!signal.aborted) {
    const cluster = { uuid: randomUUID(), name: "bench" };
    await authority.createForCluster(cluster, {
      authorities: ["cluster"],
      serviceAccountKey: false,
    });
    await newClientConfig(
      CLUSTER,
      {
        caPem: () => authority.caCertificatePem(cluster.uuid),
        sign: (csrPem) => authority.sign(cluster.uuid, csrPem, TERMS),
      },
      ".",
    );
    await authority.deleteForCluster(cluster.uuid);
    if (!signal.aborted) pairs += 1;
  }
}

const report = (): CertificatesReport => ({ origin, pairs });
process.on("message", (keyBits: number | "tell") => {
  ended.abort();
  process.send?.(report());
  pairs = 0;
  ended = new AbortController();
  if (typeof keyBits === "number") void makePairs(keyBits, ended);
});
process.once("disconnect", () => {
  ended.abort();
  void server.close();
});
process.send?.(report());
