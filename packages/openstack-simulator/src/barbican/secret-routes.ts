import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, textAt } from "../json.ts";
import {
  type Barbican,
  forbidden,
  keyManagerError,
  mayCreate,
  rowOf,
  schemaError,
  type SecretRow,
} from "./barbican.ts";
import { barbicanTime, pageOf } from "./page.ts";

const SECRET_TYPES = ["symmetric", "passphrase", "private", "public", "certificate", "opaque"];
const CONTENT_TYPES = [
  "text/plain",
  "text/plain;charset=utf-8",
  "text/plain; charset=utf-8",
  "application/octet-stream",
  "application/pkcs8",
];
const MOST_BYTES = 20_000;
const MOST_NAME_CHARACTERS = 255;

/** The address of a secret, as other objects name it. */
export function secretRef(barbican: Barbican, id: string): string {
  return `${barbican.endpoint()}/secrets/${id}`;
}

/** Secrets: make, list, look at, read, delete. */
export function secretRoutes(barbican: Barbican): readonly Route[] {
  const secretOf = (call: Call, what: string): SecretRow =>
    rowOf(barbican.secrets, call.path["secret"] ?? "", call.identity, {
      kind: "secret",
      missing: "Secret not found.",
      action: what,
    });
  return [
    {
      method: "POST",
      path: "/secrets",
      operation: "createSecret",
      handle: (call) => created(barbican, call),
    },
    {
      method: "GET",
      path: "/secrets",
      operation: "listSecrets",
      handle: (call) => {
        const name = call.query.get("name");
        const rows = [...barbican.secrets.values()].filter(
          (row) =>
            row.projectId === call.identity.projectId && (name === null || row.name === name),
        );
        const endpoint = barbican.endpoint();
        return {
          body: pageOf(call, endpoint, "secrets", rows, (row) => secretBody(barbican, row)),
        };
      },
    },
    {
      method: "GET",
      path: "/secrets/:secret",
      operation: "showSecret",
      handle: (call) => ({ body: secretBody(barbican, secretOf(call, "Secret retrieval")) }),
    },
    {
      method: "GET",
      path: "/secrets/:secret/payload",
      operation: "readSecret",
      handle: (call) => payloadAnswer(call, secretOf(call, "Secret payload retrieval")),
    },
    {
      method: "DELETE",
      path: "/secrets/:secret",
      operation: "deleteSecret",
      handle: (call) => {
        const row = secretOf(call, "Secret deletion");
        if (!mayCreate(call.identity)) throw forbidden("Secret deletion");
        barbican.secrets.delete(row.id);
        return { status: 204 };
      },
    },
  ];
}

function created(barbican: Barbican, call: Call): Answer {
  const { body, identity } = call;
  if (!mayCreate(identity)) throw forbidden("Secret creation");
  if (call.text !== "") throw keyManagerError(400, "Malformed JSON");
  const name = textAt(body, "name") ?? null;
  if (name !== null && name.length > MOST_NAME_CHARACTERS)
    throw schemaError("Secret", `'${name}' is too long`, "name");
  const type = textAt(body, "secret_type") ?? "opaque";
  if (!SECRET_TYPES.includes(type))
    throw schemaError("Secret", `'${type}' is not one of ${listed(SECRET_TYPES)}`, "secret_type");
  const row: SecretRow = {
    id: barbican.random.uuid(),
    projectId: identity.projectId ?? "",
    creatorId: identity.userId,
    name,
    type,
    expiration: textAt(body, "expiration") ?? null,
    payload: payloadOf(body),
    createdAt: barbican.clock.date(),
  };
  barbican.secrets.set(row.id, row);
  const ref = secretRef(barbican, row.id);
  return { status: 201, headers: { location: ref }, body: { secret_ref: ref } };
}

function payloadOf(body: JsonObject): SecretRow["payload"] {
  const payload = textAt(body, "payload");
  const contentType = textAt(body, "payload_content_type");
  const encoding = textAt(body, "payload_content_encoding");
  if (payload === undefined) return undefined;
  if (payload === "")
    throw schemaError("Secret", "If 'payload' specified, must be non empty", "payload");
  if (contentType === undefined)
    throw schemaError(
      "Secret",
      "If 'payload' is supplied, 'payload_content_type' must also be supplied.",
      "payload_content_type",
    );
  if (!CONTENT_TYPES.includes(contentType))
    throw schemaError(
      "Secret",
      `payload_content_type is not one of ${listed(CONTENT_TYPES)}`,
      "payload_content_type",
    );
  const isText = contentType.startsWith("text/plain");
  if (isText ? encoding !== undefined : encoding !== "base64")
    throw schemaError(
      "Secret",
      `payload_content_encoding is not one of ${isText ? "None" : "['base64', 'binary']"}`,
      "payload_content_encoding",
    );
  const bytes = Buffer.from(payload, isText ? "utf8" : "base64");
  if (bytes.length > MOST_BYTES)
    throw keyManagerError(413, "Provided information too large to process");
  return { bytes, contentType };
}

function payloadAnswer(call: Call, { payload }: SecretRow): Answer {
  if (!payload) throw keyManagerError(404, "Not Found. Sorry but your secret has no payload.");
  const accept = call.headers["accept"] ?? "*/*";
  if (accept.includes("json"))
    throw keyManagerError(406, "Secret payload retrieval issue seen - Wrong payload content-type.");
  return { headers: { "content-type": accept }, body: payload.bytes };
}

function secretBody(barbican: Barbican, row: SecretRow): JsonObject {
  return {
    created: barbicanTime(row.createdAt),
    updated: barbicanTime(row.createdAt),
    status: "ACTIVE",
    name: row.name,
    secret_type: row.type,
    expiration: row.expiration,
    algorithm: null,
    bit_length: null,
    mode: null,
    creator_id: row.creatorId,
    ...(row.payload ? { content_types: { default: row.payload.contentType } } : {}),
    secret_ref: secretRef(barbican, row.id),
  };
}

function listed(words: readonly string[]): string {
  return `[${words.map((word) => `'${word}'`).join(", ")}]`;
}
