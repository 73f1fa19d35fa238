import type {
  Cluster,
  ClusterTemplate,
  ConductorService,
  Operation,
  Quota,
  RecordedRequest,
  StoredAuthority,
  Survey,
} from "@jeroboam/core";
import type { Generated } from "kysely";

export type SqlValue = string | number | null;

type StoredValue<Value> = Value extends null | undefined
  ? null
  : Value extends Date | boolean | number
    ? number
    : string;
/** A row as columns: times in milliseconds since 1970, booleans as 0 and 1, nested values as JSON. */
export type Stored<Row> = { [Key in keyof Row]: StoredValue<Row[Key]> };

type Numbered<Row, Column extends keyof Row> = Omit<Stored<Row>, Column> &
  Record<Column, Generated<number>>;

/** The tables as the latest migration leaves them; columns are in snake case there. */
export interface Tables {
  clusters: Stored<Cluster> & {
    /** Order of insertion, never given twice. */
    position: Generated<number>;
    nodeTotal: number;
  };
  clusterTemplates: Stored<ClusterTemplate> & { position: Generated<number> };
  operations: Numbered<Operation, "sequence"> & {
    /** When it can be claimed; null once it is finished. */
    dueAt: number | null;
    /** Its cluster's uuid until it is finished, then null. */
    unfinishedOf: string | null;
    /** Where it leads until it is finished, then null. */
    targetTemplate: string | null;
  };
  events: {
    sequence: number;
    type: string;
    at: number;
    clusterUuid: string;
    clusterName: string;
    projectId: string;
    operationId: string | null;
    /** What only this type of event has, as JSON. */
    detail: string;
  };
  credentials: {
    clusterUuid: string;
    /**
     * What nodes log in with, be it a user or an application credential. The name is that of the first
     * version: processes that run while the schema is upgraded go on with it.
     */
    trusteeUserId: string;
    sealed: string;
  };
  formerCredentials: {
    /** What nodes log in with. */
    loginId: string;
    clusterUuid: string;
    operationUuid: string;
    sealed: string;
  };
  clusterAuthorities: Stored<StoredAuthority>;
  keyPairs: {
    uuid: string;
    clusterUuid: string;
    name: string;
    certificatePem: string;
    sealedKey: string;
    /** Under which name the key was sealed by an earlier version; null for those of this one. */
    sealedAs: string | null;
  };
  /** What tells whether a key is the one that seals this database. */
  secretMarkers: { name: string; sealed: string };
  projectQuotas: Numbered<Quota, "id">;
  services: Numbered<ConductorService, "id">;
  requests: Stored<RecordedRequest>;
  outbox: {
    id: Generated<number>;
    operationUuid: string;
    takenBy: string | null;
    takenUntil: number;
  };
  surveys: Stored<Survey> & {
    /** The later one of its due time and its lease. */
    claimableAt: number;
  };
  holds: { name: string; count: number };
  counters: { name: string; value: number };
}

/** The same tables for code that works on any of them. */
export type AnyTables = Record<string, Record<string, SqlValue>>;
