import type { Simulator } from "@jeroboam/openstack-simulator";
import { userToken } from "./keystone-over-http.ts";
import { until } from "./until.ts";

/** What one call asks. */
export interface ApiCall {
  /** A seeded user of the cloud; `demo` where undefined. */
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const TEMPLATE = {
  name: "swarm",
  coe: "swarm-mode",
  image_id: "ubuntu-22.04",
  flavor_id: "m1.small",
  master_flavor_id: "m1.small",
  keypair_id: "testkey",
  external_network_id: "public",
};

/** Speaks to an API whose users are the simulated cloud's. */
export function apiClient(origin: string, simulator: Simulator) {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (user: string): Promise<string> => {
    const known = tokens.get(user) ?? userToken(simulator.credentials(user));
    tokens.set(user, known);
    return known;
  };
  const call = async (method: string, path: string, given: ApiCall = {}) => {
    const { as = "demo", body, headers } = given;
    const reply = await fetch(`${origin}/v1${path}`, {
      method,
      headers: {
        "x-auth-token": await tokenOf(as),
        "openstack-api-version": "container-infra latest",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    // oxlint-disable-next-line typescript/no-explicit-any -- JSON of whatever was asked for
    const json: any = text === "" ? undefined : JSON.parse(text);
    return { status: reply.status, body: json };
  };
  const post = async (path: string, given: ApiCall) => {
    const { status, body } = await call("POST", path, given);
    if (status >= 300) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  return {
    call,
    /** Makes a cluster template and answers it. */
    template: (body: object = {}) => post("/clustertemplates", { body: { ...TEMPLATE, ...body } }),
    /** Asks for a cluster; answers its uuid. */
    cluster: async (name: string, given: ApiCall = {}): Promise<string> => {
      const body = { name, cluster_template_id: "swarm", create_timeout: 600 };
      return String((await post("/clusters", { body, ...given })).uuid);
    },
    /** The cluster once nothing is under way any more. */
    settled: (uuid: string) =>
      until(`cluster ${uuid} has settled`, async () => {
        const { body } = await call("GET", `/clusters/${uuid}`);
        if (body.status === undefined) throw new Error(JSON.stringify(body));
        return !body.status.endsWith("_IN_PROGRESS") && body;
      }),
  };
}
