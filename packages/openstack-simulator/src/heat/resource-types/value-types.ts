import { type HotMap, type PropertyType, resolveProperties } from "@jeroboam/hot";
import { isJsonObject, textOf } from "../../json.ts";
import type { Random } from "../../random.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digits = "0123456789";
const characterClasses: Readonly<Record<string, string>> = {
  lettersdigits: letters + digits,
  letters,
  lowercase: letters.slice(0, 26),
  uppercase: letters.slice(26),
  digits,
  hexdigits: `${digits}abcdefABCDEF`,
  octdigits: "01234567",
};
const classNames = Object.keys(characterClasses);
const minimum = {
  type: "integer",
  default: 1,
  constraints: [{ range: { min: 1, max: 512 } }],
} as const;

/** A text that holds at least what every class and sequence asks for. */
function randomString(random: Random, properties: HotMap): string {
  const length = Number(properties["length"] ?? 32);
  const asked = [properties["character_classes"], properties["character_sequences"]]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter(isJsonObject)
    .map((one) => ({
      alphabet: textOf(one["sequence"]) || (characterClasses[textOf(one["class"])] ?? letters),
      least: Number(one["min"] ?? 1),
    }));
  const required = asked.map((one) => random.text(one.least, one.alphabet)).join("");
  const pool = asked.map((one) => one.alphabet).join("") || letters + digits;
  const filled = required + random.text(Math.max(0, length - required.length), pool);
  const shuffled = [...filled].map((character) => ({ character, place: random.next() }));
  return shuffled
    .toSorted((one, other) => one.place - other.place)
    .map((one) => one.character)
    .join("");
}

function finishNamed(scope: ResourceScope): void {
  scope.setPhysicalId(physicalName(scope.resource));
  scope.finish();
}

/** The property type that each `type` of a Value stands for; its value must fit and stays as it is. */
const valuePropertyTypes: Readonly<Record<string, PropertyType>> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  comma_delimited_list: "list",
  json: "map",
};

function checkValue(name: string, { type, value = null }: HotMap): void {
  const wanted = valuePropertyTypes[textOf(type)];
  if (wanted === undefined) return;
  const path = ["resources", name, "properties"];
  resolveProperties({ value: { type: wanted, required: true } }, { value }, { path });
}

/** How long a TestResource takes for an action, in seconds. */
function waitSeconds(properties: HotMap, action: string): number {
  const own = properties["action_wait_secs"];
  const ofAction = isJsonObject(own) ? own[action] : undefined;
  return Number(ofAction ?? properties["wait_secs"] ?? 0);
}

function testAction(action: "create" | "update" | "delete") {
  return (scope: ResourceScope): void => {
    const { properties, resource } = scope;
    const fails = properties["fail"] === true && action !== "delete";
    if (action !== "delete" && !fails) {
      resource.data.set("value", textOf(properties["value"]));
      scope.setPhysicalId(physicalName(resource));
    }
    scope.after(waitSeconds(properties, action) * 1000, () => {
      if (fails) scope.fail("ValueError", `Test Resource failed ${resource.name}`);
      else scope.finish();
    });
  };
}

/** Resources that exist in Heat only: values, random texts, nothing, and Heat's test resource. */
export const valueTypes: readonly ResourceType[] = [
  {
    type: "OS::Heat::None",
    properties: {},
    takesAnything: true,
    attributes: [],
    create: finishNamed,
    attributeAt: () => null,
  },
  {
    type: "OS::Heat::RandomString",
    properties: {
      character_classes: {
        type: "list",
        items: {
          type: "map",
          schema: {
            class: {
              type: "string",
              default: "lettersdigits",
              constraints: [{ allowedValues: classNames }],
            },
            min: minimum,
          },
        },
        default: [{ class: "lettersdigits", min: 1 }],
      },
      character_sequences: {
        type: "list",
        items: {
          type: "map",
          schema: { sequence: { type: "string", required: true }, min: minimum },
        },
      },
      length: { type: "integer", default: 32, constraints: [{ range: { min: 1, max: 512 } }] },
      salt: { type: "string" },
    },
    attributes: ["value"],
    create: (scope) => {
      scope.resource.data.set("value", randomString(scope.heat.cloud.random, scope.properties));
      finishNamed(scope);
    },
    reference: (_heat, resource) => resource.data.get("value") ?? null,
    attribute: (_heat, resource, name) =>
      name === "value" ? (resource.data.get("value") ?? null) : null,
  },
  {
    type: "OS::Heat::Value",
    properties: {
      type: {
        type: "string",
        updateAllowed: true,
        constraints: [
          { allowedValues: ["string", "number", "comma_delimited_list", "json", "boolean"] },
        ],
      },
      value: { type: "any", required: true, updateAllowed: true },
    },
    attributes: ["value"],
    validate: checkValue,
    create: finishNamed,
    attribute: (_heat, resource, name) =>
      name === "value" ? (resource.properties["value"] ?? null) : null,
  },
  {
    type: "OS::Heat::TestResource",
    properties: {
      action_wait_secs: {
        type: "map",
        updateAllowed: true,
        schema: {
          create: { type: "number", updateAllowed: true },
          update: { type: "number", updateAllowed: true },
          delete: { type: "number", updateAllowed: true },
        },
      },
      attr_wait_secs: { type: "number", default: 0, updateAllowed: true },
      client_name: { type: "string", default: "", updateAllowed: true },
      constraint_prop_secs: { type: "number", default: 0, updateAllowed: true },
      entity_name: { type: "string", default: "", updateAllowed: true },
      fail: { type: "boolean", default: false, updateAllowed: true },
      update_replace: { type: "boolean", default: false, updateAllowed: true },
      update_replace_value: { type: "string" },
      value: { type: "string", default: "test_string", updateAllowed: true },
      wait_secs: { type: "number", default: 0, updateAllowed: true },
    },
    attributes: ["output"],
    create: testAction("create"),
    update: testAction("update"),
    delete: testAction("delete"),
    replacesOn: (_before, after, changed) =>
      changed.includes("value") && after["update_replace"] === true,
    attribute: (_heat, resource, name) =>
      name === "output" ? (resource.data.get("value") ?? null) : null,
  },
];
