import { sql } from "kysely";
import { createIndex, createTable, type Columns, type TableBuilder } from "./table-builder.ts";

const OWNED: Columns = {
  position: "numbered",
  uuid: "text",
  version: "integer",
  name: "text",
  projectId: "text",
  userId: "text",
};
const DATED: Columns = { createdAt: "integer", updatedAt: "integer?" };

/** Everything that the first release keeps. */
export async function createTables(builder: TableBuilder): Promise<void> {
  await createClusters(builder);
  await createOperations(builder);
  await createSecrets(builder);
  await createServerTables(builder);
  await createCoordination(builder);
}

async function createClusters(builder: TableBuilder): Promise<void> {
  await createTable(
    builder,
    "clusters",
    {
      ...OWNED,
      clusterTemplateId: "text",
      keypair: "text?",
      dockerVolumeSizeGib: "integer?",
      labels: "longText",
      masterFlavorId: "text?",
      flavorId: "text?",
      createTimeoutMinutes: "integer",
      discoveryUrl: "longText?",
      fixedNetwork: "text?",
      fixedSubnet: "text?",
      floatingIpEnabled: "integer",
      masterLbEnabled: "integer",
      status: "text",
      statusReason: "longText?",
      progress: "text?",
      healthStatus: "text?",
      healthStatusReason: "longText?",
      apiAddress: "longText?",
      coeVersion: "longText?",
      containerVersion: "longText?",
      backingRef: "longText?",
      nodeGroups: "longText",
      nodeTotal: "integer",
      ...DATED,
    },
    { unique: [["uuid"]] },
  );
  await createTable(
    builder,
    "clusterTemplates",
    {
      ...OWNED,
      coe: "text",
      imageId: "text",
      serverType: "text",
      driver: "text?",
      flavorId: "text?",
      masterFlavorId: "text?",
      keypairId: "text?",
      externalNetworkId: "text?",
      fixedNetwork: "text?",
      fixedSubnet: "text?",
      networkDriver: "text?",
      volumeDriver: "text?",
      dnsNameserver: "text?",
      apiserverPort: "integer?",
      dockerVolumeSizeGib: "integer?",
      dockerStorageDriver: "text?",
      httpProxy: "text?",
      httpsProxy: "text?",
      noProxy: "text?",
      registryEnabled: "integer",
      insecureRegistry: "text?",
      labels: "longText",
      tlsDisabled: "integer",
      public: "integer",
      hidden: "integer",
      tags: "text?",
      masterLbEnabled: "integer",
      floatingIpEnabled: "integer",
      clusterDistro: "text",
      ...DATED,
    },
    { unique: [["uuid"]] },
  );
  await createIndex(builder, "clusters", ["clusterTemplateId"]);
  await createIndex(builder, "clusters", ["projectId", "nodeTotal"]);
  for (const table of ["clusters", "clusterTemplates"]) {
    await createIndex(builder, table, ["projectId", "position"]);
    for (const sorted of ["name^", "createdAt^"]) {
      await createIndex(builder, table, [sorted, "position"]);
      await createIndex(builder, table, ["projectId", sorted, "position"]);
    }
  }
}

async function createOperations(builder: TableBuilder): Promise<void> {
  await createTable(
    builder,
    "operations",
    {
      sequence: "numbered",
      uuid: "text",
      version: "integer",
      clusterUuid: "text",
      projectId: "text",
      requestedBy: "text",
      kind: "text",
      state: "text",
      finishedSteps: "text",
      cancelRequested: "integer",
      input: "longText",
      attempt: "integer",
      failures: "integer",
      leaseOwner: "text?",
      leaseUntil: "integer?",
      notBefore: "integer",
      timeoutMinutes: "integer",
      deadlineAt: "integer?",
      error: "longText?",
      createdAt: "integer",
      finishedAt: "integer?",
      dueAt: "integer?",
      unfinishedOf: "text?",
      targetTemplate: "text?",
    },
    { unique: [["uuid"]] },
  );
  await createIndex(builder, "operations", ["clusterUuid", "sequence"]);
  await createIndex(builder, "operations", ["unfinishedOf", "sequence"]);
  await createIndex(builder, "operations", ["dueAt", "sequence"]);
  await createIndex(builder, "operations", ["targetTemplate"]);

  await createTable(
    builder,
    "events",
    {
      sequence: "integer",
      type: "text",
      at: "integer",
      clusterUuid: "text",
      clusterName: "text",
      projectId: "text",
      operationId: "text?",
      detail: "longText",
    },
    { primary: ["sequence"] },
  );
  await createIndex(builder, "events", ["clusterUuid", "sequence"]);
  await createIndex(builder, "events", ["projectId", "sequence"]);
}

async function createSecrets(builder: TableBuilder): Promise<void> {
  await createTable(
    builder,
    "credentials",
    { clusterUuid: "text", trusteeUserId: "text", sealed: "longText" },
    { primary: ["clusterUuid"] },
  );
  await createIndex(builder, "credentials", ["trusteeUserId"]);
  await createTable(
    builder,
    "authorities",
    {
      clusterUuid: "text",
      version: "integer",
      certificatePem: "longText",
      sealedKey: "longText",
      rotationId: "text?",
      formerCertificatePem: "longText?",
      formerSealedKey: "longText?",
    },
    { primary: ["clusterUuid"] },
  );
  await createTable(
    builder,
    "secretMarkers",
    { name: "text", sealed: "longText" },
    { primary: ["name"] },
  );
}

async function createServerTables(builder: TableBuilder): Promise<void> {
  // Magnum has a table `quotas`, perhaps in the same database.
  await createTable(
    builder,
    "projectQuotas",
    {
      id: "numbered",
      version: "integer",
      projectId: "text",
      resource: "text",
      hardLimit: "integer",
      ...DATED,
    },
    { unique: [["projectId", "resource"]] },
  );
  await createTable(
    builder,
    "services",
    {
      id: "numbered",
      host: "text",
      binary: "text",
      reportCount: "integer",
      disabled: "integer",
      disabledReason: "text?",
      lastSeenUp: "integer",
      ...DATED,
    },
    { unique: [["host", "binary"]] },
  );
  await createTable(
    builder,
    "requests",
    {
      projectId: "text",
      userId: "text",
      key: "text",
      fingerprint: "text",
      outcome: "text",
      createdAt: "integer",
    },
    { primary: ["projectId", "userId", "key"] },
  );
  await createIndex(builder, "requests", ["createdAt"]);
}

async function createCoordination(builder: TableBuilder): Promise<void> {
  await createTable(builder, "outbox", {
    id: "numbered",
    operationUuid: "text",
    takenBy: "text?",
    takenUntil: "integer",
  });
  await createIndex(builder, "outbox", ["takenBy"]);
  await createTable(
    builder,
    "surveys",
    {
      projectId: "text",
      version: "integer",
      dueAt: "integer",
      leaseUntil: "integer?",
      claimableAt: "integer",
    },
    { primary: ["projectId"] },
  );
  await createIndex(builder, "surveys", ["claimableAt"]);
  await createTable(builder, "holds", { name: "text", count: "integer" }, { primary: ["name"] });
  await createTable(builder, "counters", { name: "text", value: "integer" }, { primary: ["name"] });
  const { rows } = await sql`select name from counters where name = 'event'`.execute(builder.db);
  if (rows.length === 0)
    await builder.db.insertInto("counters").values({ name: "event", value: 0 }).execute();
}
