import { createHash } from "node:crypto";
import {
  type Cluster,
  masterGroups,
  type OperationNotification,
  workerGroups,
} from "@jeroboam/core";
import { requestedFields } from "../api/wire/cluster.ts";
import { timestamp } from "../api/wire/timestamp.ts";

/** What a message on the bus is about. */
export interface BusNotification {
  /** The same one when it is sent again. */
  readonly messageId: string;
  readonly eventType: string;
  readonly priority: "ERROR" | "INFO";
  readonly at: Date;
  readonly payload: object;
}

const CLUSTER = "service/magnum/cluster";

/**
 * An operation as Magnum tells of it: an event of DMTF's Cloud Auditing Data Federation.
 *
 * @upstream magnum/conductor/utils.py `notify_about_cluster_operation`
 * @differs one at the beginning and one at the end of each operation, in order; upstream may tell the
 * end several times. What is done to nodes, authorities and credentials is an update.
 */
export function cadfEvent({ event, operation, cluster }: OperationNotification): BusNotification {
  const kinds: Readonly<Record<string, string>> = { create: "create", delete: "delete" };
  const action = kinds[event.operation] ?? "update";
  const outcome =
    event.type === "operation.accepted"
      ? "pending"
      : event.outcome === "succeeded"
        ? "success"
        : "failure";
  const requestedBy = "requestedBy" in event ? event.requestedBy : operation?.requestedBy;
  const subject = `${event.clusterUuid} ${event.sequence}`;
  return {
    messageId: uuidOf(`message ${subject}`),
    eventType: `magnum.cluster.${action}`,
    priority: outcome === "failure" ? "ERROR" : "INFO",
    at: event.at,
    payload: {
      typeURI: "http://schemas.dmtf.org/cloud/audit/1.0/event",
      eventType: "activity",
      id: uuidOf(`event ${subject}`),
      eventTime: event.at.toISOString().replace(/\.(\d+)Z$/, ".$1000+0000"),
      action,
      outcome,
      observer: { typeURI: CLUSTER, id: uuidOf("observer") },
      initiator: {
        typeURI: "service/security/account/user",
        id: requestedBy ?? uuidOf("nobody"),
        ...(requestedBy === undefined ? {} : { user_id: requestedBy }),
        project_id: event.projectId,
      },
      target: {
        typeURI: CLUSTER,
        id: event.clusterUuid,
        name: event.clusterName,
        attachments: cluster ? [attachment(cluster)] : [],
      },
    },
  };
}

function attachment(cluster: Cluster): object {
  const { docker_volume_size, name: _, ...requested } = requestedFields(cluster);
  return {
    typeURI: CLUSTER,
    name: "cluster_data",
    content: {
      ...requested,
      // With the colon, as upstream writes it.
      "docker_volume_size:": docker_volume_size,
      status: cluster.status,
      status_reason: cluster.statusReason,
      project_id: cluster.projectId,
      created_at: timestamp(cluster.createdAt),
      updated_at: timestamp(cluster.updatedAt),
      stack_id: cluster.backingRef,
      health_status: cluster.healthStatus,
      api_address: cluster.apiAddress,
      discovery_url: cluster.discoveryUrl,
      node_addresses: workerGroups(cluster).flatMap((group) => group.nodeAddresses),
      master_addresses: masterGroups(cluster).flatMap((group) => group.nodeAddresses),
    },
  };
}

/** The same one for the same text, so that who hears a message again can tell. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}
