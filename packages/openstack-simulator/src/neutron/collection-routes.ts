import type { Answer, Call, Route } from "../http/route.ts";
import { isJsonObject, type JsonObject, objectAt, textAt, textOf } from "../json.ts";
import { type Identity, isAdmin } from "../keystone/identity.ts";
import type { Collection } from "./network-collections.ts";
import { networkError, type NetworkRow, ownsRow } from "./neutron.ts";

const notFilters = new Set(["limit", "marker", "page_reverse", "sort_key", "sort_dir", "fields"]);

function fitsFilter(row: JsonObject, key: string, values: readonly string[]): boolean {
  if (key === "fixed_ips") {
    const ips = Array.isArray(row["fixed_ips"]) ? row["fixed_ips"].filter(isJsonObject) : [];
    return values.every((value) => {
      const [field = "", wanted = ""] = value.split("=");
      return ips.some((ip) => textOf(ip[field]) === wanted);
    });
  }
  if (key === "tags") {
    const tags = Array.isArray(row["tags"]) ? row["tags"] : [];
    return values.every((value) => value.split(",").every((tag) => tags.includes(tag)));
  }
  const actual = textOf(row[key]).toLowerCase();
  return values.some((value) => value.toLowerCase() === actual);
}

function withFields(row: JsonObject, fields: readonly string[]): JsonObject {
  if (fields.length === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([key]) => fields.includes(key)));
}

/** Links to the pages beside this one; a page that is not empty may have one after it. */
function pageLinks({ origin, url, query }: Call, page: readonly NetworkRow[]): JsonObject[] {
  const [path] = url.split("?");
  const link = (rel: string, marker: string | undefined, isBack: boolean): JsonObject => {
    const next = new URLSearchParams(query);
    next.delete("marker");
    if (marker !== undefined) next.set("marker", marker);
    if (isBack) next.set("page_reverse", "True");
    return { rel, href: `${origin}${path}?${next.toString()}` };
  };
  const first = page[0]?.id;
  const isFull = page.length === Number(query.get("limit"));
  return [
    ...(isFull ? [link("next", page.at(-1)?.id, false)] : []),
    ...(first !== undefined || query.has("marker") ? [link("previous", first, true)] : []),
  ];
}

/** List, make, look at, change, tag and delete the rows of a collection. */
export function collectionRoutes(collection: Collection): Route[] {
  const url = `/v2.0/${collection.path}`;
  const show = collection.show ?? ((row: NetworkRow): JsonObject => row);
  const find = (identity: Identity, id: string, isChange: boolean): NetworkRow => {
    const row = collection.rows.get(id);
    const isVisible = row && (ownsRow(identity, row) || (!isChange && collection.isOpen?.(row)));
    if (!row || !isVisible) {
      throw networkError(404, collection.notFound[0], collection.notFound[1](id));
    }
    return row;
  };
  const ownerOf = (call: Call, given: JsonObject): string => {
    const wanted = textAt(given, "project_id") ?? textAt(given, "tenant_id");
    return wanted !== undefined && isAdmin(call.identity)
      ? wanted
      : (call.identity.projectId ?? "");
  };
  const list = (call: Call): Answer => {
    const filters = [...new Set(call.query.keys())].filter((key) => !notFilters.has(key));
    const rows = [...collection.rows.values()].filter(
      (row) =>
        (ownsRow(call.identity, row) || collection.isOpen?.(row) === true) &&
        filters.every((key) => fitsFilter(row, key, call.query.getAll(key))),
    );
    const marker = call.query.get("marker");
    const start = marker === null ? 0 : rows.findIndex((row) => row.id === marker) + 1;
    const limit = Number(call.query.get("limit") ?? 0) || rows.length;
    const page = rows.slice(start, start + limit);
    const links = call.query.has("limit") ? pageLinks(call, page) : [];
    const fields = call.query.getAll("fields");
    const key = collection.path.replaceAll("-", "_");
    return {
      body: {
        [key]: page.map((row) => withFields(show(row), fields)),
        ...(links.length > 0 ? { [`${key}_links`]: links } : {}),
      },
    };
  };
  const change =
    collection.update ??
    ((id: string, fields: JsonObject) => {
      const row = collection.rows.get(id);
      if (row) Object.assign(row, fields);
      return row;
    });
  return [
    { method: "GET", path: url, operation: `list${collection.operation}s`, handle: list },
    {
      method: "POST",
      path: url,
      operation: `create${collection.operation}`,
      handle: (call) => {
        const given = objectAt(call.body, collection.key);
        const row = collection.create(ownerOf(call, given), given);
        return { status: 201, body: { [collection.key]: show(row) } };
      },
    },
    {
      method: "GET",
      path: `${url}/:id`,
      operation: `show${collection.operation}`,
      handle: (call) => {
        const row = find(call.identity, call.path["id"] ?? "", false);
        return { body: { [collection.key]: withFields(show(row), call.query.getAll("fields")) } };
      },
    },
    {
      method: "PUT",
      path: `${url}/:id`,
      operation: `update${collection.operation}`,
      handle: (call) => {
        const row = find(call.identity, call.path["id"] ?? "", true);
        const changed = change(row.id, objectAt(call.body, collection.key)) ?? row;
        return { body: { [collection.key]: show(changed) } };
      },
    },
    {
      method: "PUT",
      path: `${url}/:id/tags`,
      operation: `tag${collection.operation}`,
      handle: (call) => {
        const row = find(call.identity, call.path["id"] ?? "", true);
        row["tags"] = call.body["tags"];
        return { body: { tags: row["tags"] } };
      },
    },
    {
      method: "DELETE",
      path: `${url}/:id`,
      operation: `delete${collection.operation}`,
      handle: (call) => {
        collection.delete(find(call.identity, call.path["id"] ?? "", true).id);
        return { status: 204 };
      },
    },
  ];
}
