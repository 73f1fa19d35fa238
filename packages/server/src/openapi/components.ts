import { MAXIMUM, MINIMUM, VERSION_HEADER, versionText } from "../api/microversion.ts";
import { REQUEST_ID_HEADER } from "../api/request-id.ts";
import type { JsonSchema } from "./json-schemas.ts";

const text = { type: "string" };
const header = (description: string) => ({ description, schema: text });

/** Every refusal but that of the token. */
const REFUSAL: JsonSchema = {
  type: "object",
  required: ["errors"],
  properties: {
    errors: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["code", "title", "links"],
        properties: {
          request_id: text,
          code: {
            type: "string",
            description:
              "`client` or `server`; empty where the router refuses; `magnum.microversion-unsupported` for a version out of range.",
          },
          status: { type: "integer" },
          title: { type: "string", description: "The detail up to its first full stop." },
          detail: text,
          min_version: text,
          max_version: text,
          links: { type: "array", items: { type: "object" } },
        },
      },
    },
  },
};

/** The refusal of a token, in the shape of Keystone's middleware. */
const UNAUTHENTICATED: JsonSchema = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "title", "message"],
      properties: { code: { type: "integer" }, title: text, message: text },
    },
  },
};

const jsonContent = (name: string) => ({
  "application/json": { schema: { $ref: `#/components/schemas/${name}` } },
});

/** What every operation refers to. */
export const COMPONENTS = {
  securitySchemes: {
    token: {
      type: "apiKey",
      in: "header",
      name: "X-Auth-Token",
      description: "A token of Keystone's.",
    },
  },
  parameters: {
    Microversion: {
      name: VERSION_HEADER,
      in: "header",
      description: `The microversion, ${versionText(MINIMUM)} to ${versionText(MAXIMUM)} or latest; ${versionText(MINIMUM)} when left out.`,
      schema: {
        type: "string",
        pattern:
          "^(container-infra|container-infrastructure|container-infrastructure-management) (1\\.\\d+|latest)$",
        examples: [`container-infra ${versionText(MAXIMUM)}`, "container-infra latest"],
      },
    },
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      description:
        "Chosen by the caller; a repeat of the request under the same key within a day makes nothing twice.",
      schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
    },
    IfMatch: {
      name: "If-Match",
      in: "header",
      description: "Change only the version with one of these entity tags; 412 otherwise.",
      schema: text,
    },
    IfNoneMatch: {
      name: "If-None-Match",
      in: "header",
      description: "Answer 304 when the version has one of these entity tags.",
      schema: text,
    },
  },
  headers: {
    [VERSION_HEADER]: header("Service and microversion that were used."),
    "OpenStack-API-Minimum-Version": header("The oldest microversion there is."),
    "OpenStack-API-Maximum-Version": header("The newest microversion there is."),
    [REQUEST_ID_HEADER]: header("Names the request in the server's log."),
    Location: header("Where the new object is."),
    ETag: header("The version of the object, for If-Match and If-None-Match."),
  },
  responses: {
    Unauthenticated: {
      description: "There is no token, or not a valid one.",
      headers: { "WWW-Authenticate": header("Where Keystone is.") },
      content: jsonContent("Unauthenticated"),
    },
    Refused: {
      description: "Refused, or failed; the first of the errors says why.",
      content: jsonContent("Refusal"),
    },
  },
  schemas: { Refusal: REFUSAL, Unauthenticated: UNAUTHENTICATED },
} as const;
