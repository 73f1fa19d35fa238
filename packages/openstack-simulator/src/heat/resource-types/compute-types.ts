import { textOf } from "../../json.ts";
import { createKeypair } from "../../nova/keypair-routes.ts";
import { findKeypair } from "../../nova/nova.ts";
import type { ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";
import { serverType } from "./server-type.ts";

/** Servers, keypairs and server groups. */
export const computeTypes: readonly ResourceType[] = [
  serverType,
  {
    type: "OS::Nova::KeyPair",
    properties: {
      name: { type: "string", required: true, constraints: [{ length: { min: 1, max: 255 } }] },
      public_key: { type: "string" },
      save_private_key: { type: "boolean", default: false },
      type: { type: "string", constraints: [{ allowedValues: ["ssh", "x509"] }] },
      user: { type: "string" },
    },
    attributes: ["public_key", "private_key", "show"],
    calls: { create: ["compute", "createKeypair"], delete: ["compute", "deleteKeypair"] },
    create: (scope) => {
      const given = textOf(scope.properties["public_key"]);
      const name = textOf(scope.properties["name"]);
      const made = createKeypair(
        scope.heat.cloud.nova,
        scope.owner.userId,
        name,
        given === "" ? undefined : given,
      );
      if (scope.properties["save_private_key"] === true && made.privateKey !== undefined) {
        scope.resource.data.set("private_key", made.privateKey);
      }
      scope.setPhysicalId(name);
      scope.finish();
    },
    delete: (scope) => {
      scope.heat.cloud.nova.keypairs.delete(
        `${scope.owner.userId}/${scope.resource.physicalId ?? ""}`,
      );
      scope.finish();
    },
    attribute: (heat, resource, name) => {
      if (name === "private_key") return resource.data.get("private_key") ?? "";
      const keypair = findKeypair(
        heat.cloud.nova,
        resource.stack.userId,
        resource.physicalId ?? "",
      );
      return name === "public_key" ? (keypair?.publicKey ?? null) : null;
    },
  },
  {
    type: "OS::Nova::ServerGroup",
    properties: {
      name: { type: "string" },
      policies: {
        type: "list",
        default: ["anti-affinity"],
        items: { type: "string" },
        constraints: [
          { allowedValues: ["anti-affinity", "affinity", "soft-anti-affinity", "soft-affinity"] },
        ],
      },
      rules: { type: "map", schema: { max_server_per_host: { type: "number" } } },
    },
    attributes: ["show"],
    calls: { create: ["compute", "createServerGroup"], delete: ["compute", "deleteServerGroup"] },
    create: (scope) => {
      const { nova } = scope.heat.cloud;
      const policies = scope.properties["policies"];
      const id = nova.random.uuid();
      nova.serverGroups.set(id, {
        ...scope.owner,
        id,
        name: textOf(scope.properties["name"]) || physicalName(scope.resource),
        policies: (Array.isArray(policies) ? policies : []).map(textOf),
      });
      scope.setPhysicalId(id);
      scope.finish();
    },
    delete: (scope) => {
      scope.heat.cloud.nova.serverGroups.delete(scope.resource.physicalId ?? "");
      scope.finish();
    },
  },
];
