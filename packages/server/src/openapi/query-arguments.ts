import type { JsonSchema } from "./json-schemas.ts";

interface QueryArgument {
  readonly description: string;
  readonly schema: JsonSchema;
}

const text: JsonSchema = { type: "string" };
const truth: JsonSchema = { type: "boolean", default: false };

/** What each query argument is for; one that is not here is text. */
const QUERY_ARGUMENTS: Readonly<Record<string, QueryArgument>> = {
  after: { description: "Go on behind this one.", schema: { type: "integer", minimum: 0 } },
  all_tenants: { description: "Of every project; for administrators.", schema: truth },
  ca_cert_type: {
    description: "Which of the cluster's authorities; the main one when left out.",
    schema: { type: "string", examples: ["kubelet", "etcd", "front-proxy"] },
  },
  dry_run: { description: "Tell what would be made, and make nothing.", schema: truth },
  limit: {
    description: "Most items on the page.",
    schema: { type: "integer", minimum: 1, maximum: 1000, default: 1000 },
  },
  marker: { description: "The last item of the page before.", schema: text },
  project_id: { description: "One project.", schema: text },
  role: { description: "Node groups with this role alone.", schema: text },
  rollback: { description: "Go back to the former state when the change fails.", schema: truth },
  sort_dir: {
    description: "Direction of the order.",
    schema: { type: "string", enum: ["asc", "desc"], default: "asc" },
  },
  sort_key: {
    description: "Field that orders the list.",
    schema: { type: "string", default: "id" },
  },
  type: { description: "What is counted.", schema: text },
};

/** A parameter object of OpenAPI for one query argument. */
export function queryParameter(name: string) {
  const { description, schema } = Object.hasOwn(QUERY_ARGUMENTS, name)
    ? (QUERY_ARGUMENTS[name] as QueryArgument)
    : { description: name, schema: text };
  return { name, in: "query", description, schema };
}
