import type { Chapter } from "../step.ts";

const path = "/v1/clusters";

/** Deletes, until nothing is left. */
export const farewell: Chapter = {
  title: "deleting clusters",
  steps: [
    {
      id: "a template in use is published by the admin",
      as: "admin",
      method: "PATCH",
      path: "/v1/clustertemplates/{template}",
      body: [{ op: "replace", path: "/public", value: "true" }],
    },
    { id: "cluster delete: not there", method: "DELETE", path: `${path}/nope` },
    { id: "cluster delete: an ambiguous name", method: "DELETE", path: `${path}/wire-same` },
    {
      id: "cluster delete: by the stranger",
      as: "stranger",
      method: "DELETE",
      path: `${path}/{cluster}`,
    },
    { id: "cluster delete: by nobody", as: "nobody", method: "DELETE", path: `${path}/{cluster}` },
    { id: "cluster delete: an argument", method: "DELETE", path: `${path}/{cluster}?colour=red` },
    {
      id: "cluster delete: by a colleague",
      as: "colleague",
      method: "DELETE",
      path: `${path}/{same}`,
    },
    { id: "cluster delete: by the admin", as: "admin", method: "DELETE", path: `${path}/{same2}` },
    {
      id: "cluster delete: by name",
      method: "DELETE",
      path: `${path}/wire-cluster`,
      until: ["cluster", "gone"],
    },
    { id: "cluster after its end", path: `${path}/{cluster}`, until: ["same", "gone"] },
    {
      id: "cluster delete: again",
      method: "DELETE",
      path: `${path}/{cluster}`,
      until: ["same2", "gone"],
    },
    {
      id: "certificate of a cluster after its end",
      path: "/v1/certificates/{cluster}",
      until: ["foreignCluster", "gone"],
    },
    { id: "clusters after all", as: "admin", path },
    { id: "stats after all", as: "admin", path: "/v1/stats" },
    ...[
      "template",
      "plain",
      "nulls",
      "twin",
      "twin2",
      "labelled",
      "foreign",
      "public",
      "hidden",
    ].map((name) => ({
      id: `template delete: ${name}`,
      as: "admin" as const,
      method: "DELETE",
      path: `/v1/clustertemplates/{${name}}`,
    })),
    { id: "templates after all", as: "admin", path: "/v1/clustertemplates" },
  ],
};
