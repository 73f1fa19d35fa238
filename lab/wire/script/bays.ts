import type { Chapter, Step } from "../step.ts";
import { TEMPLATE } from "./template-create.ts";

const make = (id: string, body: object, more: Partial<Step> = {}): Step => ({
  id,
  method: "POST",
  path: "/v1/baymodels",
  body,
  ...more,
});

/** The older words for templates and clusters, which the newest version does not know. */
export const bays: Chapter = {
  title: "bays and bay models",
  steps: [
    { id: "bay models", path: "/v1/baymodels" },
    { id: "bay models, limit 1", path: "/v1/baymodels?limit=1" },
    { id: "bay models in detail", path: "/v1/baymodels/detail", version: "1.1" },
    { id: "bay model by name", path: "/v1/baymodels/wire-two" },
    { id: "bay model that is not there", path: "/v1/baymodels/nope" },
    { id: "bay model by an ambiguous name", path: "/v1/baymodels/wire-twin" },
    make("bay model: no keypair", { ...TEMPLATE, keypair_id: undefined }),
    make("bay model: an attribute that is not there", { ...TEMPLATE, colour: "red" }),
    make("bay model: an image that is not there", { ...TEMPLATE, image_id: "nope" }),
    make("bay model: a good one", { ...TEMPLATE, name: "wire-model" }, { save: "model" }),
    make(
      "bay model: without a name",
      { ...TEMPLATE, name: undefined },
      { save: "model2", version: "1.1" },
    ),
    {
      id: "bay model patch",
      method: "PATCH",
      path: "/v1/baymodels/{model}",
      body: [{ op: "replace", path: "/name", value: "wire-modelled" }],
    },
    {
      id: "bay model patch: the uuid",
      method: "PATCH",
      path: "/v1/baymodels/{model}",
      body: [{ op: "replace", path: "/uuid", value: "x" }],
    },
    { id: "bay model by the stranger", as: "stranger", path: "/v1/baymodels/{model}" },
    { id: "bay model delete", method: "DELETE", path: "/v1/baymodels/{model}" },
    { id: "bay model delete: without a name", method: "DELETE", path: "/v1/baymodels/{model2}" },
    { id: "bay model delete: in use", method: "DELETE", path: "/v1/baymodels/{plain}" },
    { id: "bays", path: "/v1/bays" },
    { id: "bays in 1.1", path: "/v1/bays", version: "1.1" },
    { id: "bays in detail", path: "/v1/bays/detail" },
    { id: "bays, limit 1", path: "/v1/bays?limit=1" },
    { id: "bay", path: "/v1/bays/{cluster}" },
    { id: "bay by name", path: "/v1/bays/wire-cluster" },
    { id: "bay by an ambiguous name", path: "/v1/bays/wire-same" },
    { id: "bay that is not there", path: "/v1/bays/nope" },
    { id: "bay by the stranger", as: "stranger", path: "/v1/bays/{cluster}" },
    make("bay: an empty object", {}, { path: "/v1/bays" }),
    make("bay: a model that is not there", { baymodel_id: "nope" }, { path: "/v1/bays" }),
    make(
      "bay: a model that is not there, in 1.1",
      { baymodel_id: "nope" },
      { path: "/v1/bays", version: "1.1" },
    ),
    make(
      "bay: a cluster's attribute",
      { baymodel_id: "{plain}", create_timeout: 3 },
      { path: "/v1/bays" },
    ),
    {
      id: "bay patch: the name",
      method: "PATCH",
      path: "/v1/bays/{cluster}",
      body: [{ op: "replace", path: "/name", value: "x" }],
    },
    {
      id: "bay patch: the name, in 1.1",
      method: "PATCH",
      path: "/v1/bays/{cluster}",
      version: "1.1",
      body: [{ op: "replace", path: "/name", value: "x" }],
    },
    { id: "bay delete: not there", method: "DELETE", path: "/v1/bays/nope" },
    {
      id: "bay delete: not there, in 1.1",
      method: "DELETE",
      path: "/v1/bays/nope",
      version: "1.1",
    },
    { id: "bays in a version without them", path: "/v1/bays", version: "1.11" },
    { id: "bay models in a version without them", path: "/v1/baymodels", version: "1.11" },
  ],
};
