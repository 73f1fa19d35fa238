import type { Chapter, Step } from "../step.ts";

const path = "/v1/federations";
const make = (id: string, body: object, more: Partial<Step> = {}): Step => ({
  id: `federation: ${id}`,
  method: "POST",
  path,
  body,
  ...more,
});

/** Federations, of which Magnum never stores any. */
export const federations: Chapter = {
  title: "federations",
  steps: [
    { id: "federations", path },
    { id: "federations in detail", path: `${path}/detail` },
    { id: "federations of the admin", as: "admin", path },
    { id: "federations, limit 0", path: `${path}?limit=0` },
    { id: "federations by a column that is not there", path: `${path}?sort_key=colour` },
    { id: "federations, an argument that is not there", path: `${path}?colour=red` },
    { id: "federation that is not there", path: `${path}/nope` },
    {
      id: "federation uuid that is not there",
      path: `${path}/11111111-2222-4333-8444-555555555555`,
    },
    make("an empty object", {}),
    make("an attribute that is not there", { colour: "red" }),
    make("no host cluster", { name: "wire", properties: { "dns-zone": "example.com" } }),
    make("a host cluster that is not there", {
      hostcluster_id: "nope",
      properties: { "dns-zone": "example.com" },
    }),
    make("no properties", { hostcluster_id: "{cluster}" }),
    make("properties without a zone", { hostcluster_id: "{cluster}", properties: { zone: "x" } }),
    make("a name that begins with a digit", {
      name: "1",
      hostcluster_id: "{cluster}",
      properties: { "dns-zone": "example.com" },
    }),
    make("members that are no list", { hostcluster_id: "{cluster}", member_ids: "x" }),
    make("a good one", {
      name: "wire",
      hostcluster_id: "{cluster}",
      properties: { "dns-zone": "example.com" },
    }),
    make("by nobody", {}, { as: "nobody" }),
    {
      id: "federation patch: not there",
      method: "PATCH",
      path: `${path}/nope`,
      body: [{ op: "add", path: "/member_ids", value: "{cluster}" }],
    },
    { id: "federation delete: not there", method: "DELETE", path: `${path}/nope` },
  ],
};
