import type { HotMap, HotValue } from "@jeroboam/hot";
import { isJsonObject, textOf } from "../../json.ts";
import type { Heat } from "../heat.ts";
import { heatError } from "../heat-error.ts";
import { pythonJson } from "../python-json.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { createStackUser, deleteStackUser } from "../stack-user.ts";
import type { HeatResource } from "../stack.ts";

/** One signal as a handle keeps it. */
export interface KeptSignal {
  readonly status: string;
  readonly reason: string;
  readonly data: HotValue;
}

/** The signals that a handle has received, by their id. */
export function signalsOf(handle: HeatResource): ReadonlyMap<string, KeptSignal> {
  const stored = isJsonObject(handle.metadata) ? handle.metadata : {};
  return new Map(
    Object.entries(stored).flatMap(([id, one]) =>
      isJsonObject(one)
        ? [
            [
              id,
              {
                status: textOf(one["status"] ?? one["Status"]),
                reason: textOf(one["reason"] ?? one["Reason"]),
                data: asValue(one["data"] ?? one["Data"]),
              },
            ] as const,
          ]
        : [],
    ),
  );
}

function asValue(value: unknown): HotValue {
  if (value === undefined) return null;
  return JSON.parse(JSON.stringify(value));
}

function resourceUrlPath(resource: HeatResource): string {
  const { stack } = resource;
  return `stacks/${stack.name}/${stack.id}/resources/${resource.name}`;
}

/** Where a guest signals with a token of the handle's own user. */
function signalEndpoint(heat: Heat, resource: HeatResource): string {
  return `${heat.cloud.origin()}/orchestration/v1/${resource.stack.stackUserProjectId}/${resourceUrlPath(resource)}/signal`;
}

/** A URL that signals by itself, made once for a handle. */
function signedUrl(heat: Heat, resource: HeatResource): string {
  const stored = resource.data.get("ec2_signed_url");
  if (stored !== undefined) return stored;
  const arn = `arn:openstack:heat::${resource.stack.projectId}:${resourceUrlPath(resource)}`;
  const query = new URLSearchParams({
    Timestamp: heat.cloud.clock.date().toISOString().replace(/\.\d+/, ""),
    SignatureMethod: "HmacSHA256",
    AWSAccessKeyId: heat.cloud.random.hex(32),
    SignatureVersion: "2",
    Signature: heat.cloud.random.hex(44),
  });
  const url = `${heat.cloud.origin()}/cloudformation/v1/waitcondition/${encodeURIComponent(arn).replaceAll("%2F", "/")}?${query.toString()}`;
  resource.data.set("ec2_signed_url", url);
  return url;
}

function createHandle(scope: ResourceScope): void {
  const { heat, resource } = scope;
  const user = createStackUser(heat, resource);
  scope.setPhysicalId(user.userId);
  const transport = scope.properties["signal_transport"] ?? "CFN_SIGNAL";
  if (transport === "TOKEN_SIGNAL") {
    resource.data.set("token", user.token);
    resource.data.set("endpoint", signalEndpoint(heat, resource));
  } else if (transport === "CFN_SIGNAL") signedUrl(heat, resource);
  scope.finish();
}

function deleteHandle(scope: ResourceScope): void {
  deleteStackUser(scope.heat, scope.resource.physicalId ?? "");
  scope.finish();
}

function keepSignal(heat: Heat, handle: HeatResource, id: string, entry: HotMap): void {
  const stored = isJsonObject(handle.metadata) ? handle.metadata : {};
  handle.metadata = asValue({ ...stored, [id]: entry });
  for (const listener of heat.signalListeners) listener(handle);
}

const malformed = () => heatError(400, "ValueError", "Metadata format invalid");

/** Heat's own form: everything has a default. */
function receiveSignal(heat: Heat, handle: HeatResource, details: unknown): string {
  const number = signalsOf(handle).size + 1;
  const given = isJsonObject(details) ? details : {};
  const entry = {
    status: "SUCCESS",
    reason: `Signal ${number} received`,
    data: null,
    id: number,
    ...given,
  };
  const known = ["status", "reason", "data", "id"];
  const isKnown = Object.keys(entry).every((key) => known.includes(key));
  if (!isKnown || !["SUCCESS", "FAILURE"].includes(entry.status)) throw malformed();
  keepSignal(heat, handle, textOf(entry.id), {
    status: entry.status,
    reason: textOf(entry.reason),
    data: asValue(entry.data),
  });
  return `status:${entry.status} reason:${textOf(entry.reason)}`;
}

/** The Amazon form: all four fields, capitalised. */
function receiveAwsSignal(heat: Heat, handle: HeatResource, details: unknown): string {
  if (details === undefined || details === null) return "";
  const given = isJsonObject(details) ? details : {};
  const keys = ["Data", "Reason", "Status", "UniqueId"];
  const fits = Object.keys(given).length === 4 && keys.every((key) => key in given);
  const status = textOf(given["Status"]);
  if (!fits || !["SUCCESS", "FAILURE"].includes(status)) throw malformed();
  keepSignal(heat, handle, textOf(given["UniqueId"]), {
    Status: status,
    Reason: textOf(given["Reason"]),
    Data: asValue(given["Data"]),
  });
  return `status:${status} reason:${textOf(given["Reason"])}`;
}

function handleAttribute(heat: Heat, resource: HeatResource, name: string): HotValue {
  const token = resource.data.get("token") ?? null;
  const endpoint = resource.data.get("endpoint") ?? null;
  switch (name) {
    case "token":
      return token;
    case "endpoint":
      return endpoint;
    case "curl_cli":
      return endpoint === null || token === null
        ? null
        : `curl -i -X POST -H 'X-Auth-Token: ${token}' -H 'Content-Type: application/json' -H 'Accept: application/json' ${endpoint}`;
    case "signal":
      return signalAttribute(heat, resource, token, endpoint);
    default:
      return null;
  }
}

function signalAttribute(
  heat: Heat,
  resource: HeatResource,
  token: string | null,
  endpoint: string | null,
): string {
  switch (resource.properties["signal_transport"]) {
    case "CFN_SIGNAL":
      return JSON.stringify({ alarm_url: signedUrl(heat, resource) });
    case "HEAT_SIGNAL":
      return pythonJson(heatSignal(heat, resource));
    case "NO_SIGNAL":
      return "{}";
    default:
      return JSON.stringify(token === null ? null : { alarm_url: endpoint });
  }
}

/** The handle's own user, and where it signals. */
function heatSignal(heat: Heat, resource: HeatResource): HotValue {
  const { keystone } = heat.cloud;
  const user = keystone.state.users.get(resource.physicalId ?? "");
  return {
    auth_url: `${heat.cloud.origin()}/identity/v3`,
    username: user?.name ?? null,
    user_id: resource.physicalId ?? null,
    password: user?.password ?? null,
    project_id: resource.stack.stackUserProjectId,
    domain_id: heat.stackDomainId,
    region_name: heat.cloud.region,
    alarm_url: signalEndpoint(heat, resource),
  };
}

const awsHandle: Omit<ResourceType, "type"> = {
  properties: {},
  attributes: [],
  create: createHandle,
  delete: deleteHandle,
  reference: signedUrl,
  signal: receiveAwsSignal,
};

/** What guests signal to. */
export const waitConditionHandleTypes: readonly ResourceType[] = [
  {
    type: "OS::Heat::WaitConditionHandle",
    properties: {
      signal_transport: {
        type: "string",
        default: "TOKEN_SIGNAL",
        constraints: [
          {
            allowedValues: [
              "CFN_SIGNAL",
              "TEMP_URL_SIGNAL",
              "HEAT_SIGNAL",
              "NO_SIGNAL",
              "ZAQAR_SIGNAL",
              "TOKEN_SIGNAL",
            ],
          },
        ],
      },
    },
    attributes: ["token", "endpoint", "curl_cli", "signal"],
    create: createHandle,
    delete: deleteHandle,
    attribute: handleAttribute,
    signal: receiveSignal,
  },
  { ...awsHandle, type: "AWS::CloudFormation::WaitConditionHandle" },
  {
    ...awsHandle,
    type: "OS::Heat::UpdateWaitConditionHandle",
    alwaysReplaced: true,
  },
];
