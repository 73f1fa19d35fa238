import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, textAt } from "../json.ts";
import {
  type Barbican,
  type ConsumerRow,
  type ContainerRow,
  forbidden,
  keyManagerError,
  mayCreate,
  rowOf,
  schemaError,
} from "./barbican.ts";
import { containerRequest } from "./container-request.ts";
import { barbicanTime, pageOf } from "./page.ts";
import { secretRef } from "./secret-routes.ts";

/** Containers of secrets and their consumers: make, list, look at, delete. */
export function containerRoutes(barbican: Barbican): readonly Route[] {
  const containerOf = (call: Call, action: string): ContainerRow =>
    rowOf(barbican.containers, call.path["container"] ?? "", call.identity, {
      kind: "container",
      missing: "Secrets container not found.",
      action,
    });
  const bodyOf = (row: ContainerRow) => containerBody(barbican, row);
  return [
    {
      method: "POST",
      path: "/containers",
      operation: "createSecretContainer",
      handle: (call) => created(barbican, call),
    },
    {
      method: "GET",
      path: "/containers",
      operation: "listSecretContainers",
      handle: (call) => {
        const [name, type] = [call.query.get("name"), call.query.get("type")];
        const rows = [...barbican.containers.values()].filter(
          (row) =>
            row.projectId === call.identity.projectId &&
            (name === null || row.name === name) &&
            (type === null || row.type === type),
        );
        return { body: pageOf(call, barbican.endpoint(), "containers", rows, bodyOf) };
      },
    },
    {
      method: "GET",
      path: "/containers/:container",
      operation: "showSecretContainer",
      handle: (call) => ({ body: bodyOf(containerOf(call, "Container retrieval")) }),
    },
    {
      method: "DELETE",
      path: "/containers/:container",
      operation: "deleteSecretContainer",
      handle: (call) => {
        const { id } = containerOf(call, "Container deletion");
        if (!mayCreate(call.identity)) throw forbidden("Container deletion");
        barbican.containers.delete(id);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: "/containers/:container/consumers",
      operation: "listSecretConsumers",
      handle: (call) => {
        const { consumers } = containerOf(call, "ContainerConsumers(s) retrieval");
        return { body: pageOf(call, barbican.endpoint(), "consumers", consumers, consumerBody) };
      },
    },
    {
      method: "POST",
      path: "/containers/:container/consumers",
      operation: "addSecretConsumer",
      handle: (call) => {
        const row = containerOf(call, "ContainerConsumer creation");
        const { name, url } = consumerRequest(call);
        if (!row.consumers.some(sameConsumer({ name, url }))) {
          row.updatedAt = barbican.clock.date();
          row.consumers = [...row.consumers, { name, url, createdAt: row.updatedAt }];
        }
        const location = `${barbican.endpoint()}/consumers/${row.id}/consumers`;
        return { headers: { location }, body: bodyOf(row) };
      },
    },
    {
      method: "DELETE",
      path: "/containers/:container/consumers",
      operation: "removeSecretConsumer",
      handle: (call) => {
        const row = containerOf(call, "ContainerConsumer deletion");
        const isIt = sameConsumer(consumerRequest(call));
        if (!row.consumers.some(isIt)) throw keyManagerError(404, "Consumer not found.");
        row.updatedAt = barbican.clock.date();
        row.consumers = row.consumers.filter((one) => !isIt(one));
        return { body: bodyOf(row) };
      },
    },
  ];
}

function created(barbican: Barbican, call: Call): Answer {
  const { identity } = call;
  if (!mayCreate(identity)) throw forbidden("Container creation");
  const now = barbican.clock.date();
  const row: ContainerRow = {
    ...containerRequest(barbican, call),
    id: barbican.random.uuid(),
    projectId: identity.projectId ?? "",
    creatorId: identity.userId,
    consumers: [],
    createdAt: now,
    updatedAt: now,
  };
  barbican.containers.set(row.id, row);
  const ref = containerRef(barbican, row.id);
  return { status: 201, headers: { location: ref }, body: { container_ref: ref } };
}

function consumerRequest(call: Call): Pick<ConsumerRow, "name" | "url"> {
  if (call.headers["content-type"] === undefined)
    throw keyManagerError(
      415,
      "Unexpected content type. Expected content types are: ['application/json']",
    );
  const texts = ["name", "URL"].map((field) => {
    const text = textAt(call.body, field);
    if (text === undefined)
      throw schemaError("Consumer", `'${field}' is a required property`, "None");
    if (text === "") throw schemaError("Consumer", "'' is too short", field);
    return text;
  });
  return { name: texts[0] ?? "", url: texts[1] ?? "" };
}

function sameConsumer(wanted: Pick<ConsumerRow, "name" | "url">) {
  return ({ name, url }: ConsumerRow) => name === wanted.name && url === wanted.url;
}

function containerRef(barbican: Barbican, id: string): string {
  return `${barbican.endpoint()}/containers/${id}`;
}

function consumerBody({ name, url, createdAt }: ConsumerRow): JsonObject {
  const time = barbicanTime(createdAt);
  return { created: time, updated: time, status: "ACTIVE", name, URL: url };
}

function containerBody(barbican: Barbican, row: ContainerRow): JsonObject {
  return {
    created: barbicanTime(row.createdAt),
    updated: barbicanTime(row.updatedAt),
    status: "ACTIVE",
    name: row.name,
    type: row.type,
    creator_id: row.creatorId,
    secret_refs: row.secrets
      .filter(({ secretId }) => barbican.secrets.has(secretId))
      .map(({ name, secretId }) => ({ name, secret_ref: secretRef(barbican, secretId) })),
    consumers: row.consumers.map(({ name, url }) => ({ name, URL: url })),
    container_ref: containerRef(barbican, row.id),
  };
}
