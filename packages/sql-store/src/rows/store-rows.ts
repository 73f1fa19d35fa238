import type { Cluster, ClusterTemplate, StoreRows } from "@jeroboam/core";
import type { SecretBox } from "../secrets/secret-box.ts";
import { authorityRows } from "./authority-rows.ts";
import { clusterRows, clusterTemplateRows } from "./cluster-rows.ts";
import { hold } from "./counters.ts";
import { cursorRows } from "./cursor-rows.ts";
import { eventRows } from "./event-rows.ts";
import { operationRows } from "./operation-rows.ts";
import { keyPairRows } from "./key-pair-rows.ts";
import { noOutbox, outboxRows } from "./outbox-rows.ts";
import { quotaRows } from "./quota-rows.ts";
import { requestRows } from "./request-rows.ts";
import { RowCache } from "./row-cache.ts";
import type { RowScope } from "./row-scope.ts";
import { credentialRows } from "./secret-rows.ts";
import { serviceRows } from "./service-rows.ts";
import { surveyRows } from "./survey-rows.ts";

const MAX_CACHED_CLUSTERS = 20_000;
const MAX_CACHED_TEMPLATES = 2_000;

/** What all scopes of one store share. */
export interface StoreSettings {
  readonly secretBox: SecretBox;
  readonly outbox: boolean;
  readonly clusters: RowCache<Cluster>;
  readonly clusterTemplates: RowCache<ClusterTemplate>;
}

export function storeSettings(secretBox: SecretBox, outbox: boolean): StoreSettings {
  return {
    secretBox,
    outbox,
    clusters: new RowCache(MAX_CACHED_CLUSTERS),
    clusterTemplates: new RowCache(MAX_CACHED_TEMPLATES),
  };
}

export function storeRows(scope: RowScope, settings: StoreSettings): StoreRows {
  return {
    clusterTemplates: clusterTemplateRows(scope, settings.clusterTemplates),
    clusters: clusterRows(scope, settings.clusters),
    operations: operationRows(scope),
    events: eventRows(scope),
    credentials: credentialRows(scope, settings.secretBox),
    quotas: quotaRows(scope),
    services: serviceRows(scope),
    requests: requestRows(scope),
    authorities: authorityRows(scope),
    keyPairs: keyPairRows(scope, settings.secretBox),
    outbox: settings.outbox ? outboxRows(scope) : noOutbox,
    surveys: surveyRows(scope),
    cursors: cursorRows(scope),
    hold: (name) => hold(scope, name),
  };
}
