import {
  type CertificateAuthority,
  type ClusterDriver,
  createClusterManager,
  type Logger,
  type Store,
} from "@jeroboam/core";
import { createServer, type ServerOptions } from "../src/create-server.ts";
import { createKeystoneAuthenticator } from "../src/identity/keystone-authenticator.ts";
import { requireDeclared } from "./declared-answer.ts";
import { fakeCloud } from "./fake-cloud.ts";
import { type FakeServices, FakeStacks, fakeDriver } from "./fake-driver.ts";
import { FakeKeystone } from "./fake-keystone.ts";
import { paperCertificates } from "./paper-certificates.ts";

export interface Call {
  /** A token of the fake Keystone; `alice` where undefined, none where null. */
  readonly as?: string | null;
  /** The newest where undefined, no header where null. */
  readonly version?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole server on fakes, called in this process. Time moves by `advance`, operations by `settle`. */
export function serverBench({
  drivers = [fakeDriver],
  store,
  certificates = paperCertificates(),
  ...options
}: Partial<ServerOptions> & {
  readonly drivers?: readonly ClusterDriver<FakeServices>[];
  readonly store?: Store;
  readonly certificates?: CertificateAuthority;
} = {}) {
  let now = Date.parse("2030-01-01T00:00:00.400Z");
  const clock = {
    now: () => new Date(now),
    // Only `advance` lets time pass: who waits, waits until nobody needs it any more.
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (!signal || signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve(), { once: true });
      }),
  };
  const stacks = new FakeStacks();
  const keystone = new FakeKeystone();
  const manager = createClusterManager({
    drivers,
    cloud: fakeCloud(stacks),
    certificates,
    clock,
    runOperations: false,
    ...(store && { store }),
  });
  const faults: unknown[] = [];
  const log: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (fields) => void faults.push(fields),
  };
  const server = createServer({
    manager,
    log,
    authenticator: createKeystoneAuthenticator({
      identityUrl: "http://identity/v3",
      validateToken: keystone.validateToken,
      trusteeDomainId: "trustees",
      clock,
    }),
    ...options,
  });

  const call = async (method: string, url: string, given: Call = {}) => {
    const { as = "alice", version = "container-infra latest" } = given;
    const json =
      given.body === undefined
        ? {}
        : typeof given.body === "string"
          ? { payload: given.body }
          : { payload: JSON.stringify(given.body) };
    const response = await server.inject({
      method: method as "GET",
      url,
      headers: {
        ...(as === null ? {} : { "x-auth-token": as }),
        ...(version === null ? {} : { "openstack-api-version": version }),
        ...(given.body === undefined ? {} : { "content-type": "application/json" }),
        host: "api.example:9511",
        ...given.headers,
      },
      ...json,
    });
    const isJson = String(response.headers["content-type"]).startsWith("application/json");
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: isJson && response.body !== "" ? JSON.parse(response.body) : undefined,
    };
    const sent = { method, url, version: version ?? undefined };
    if (options.mountPath === undefined) requireDeclared({ ...sent, ...answer });
    return answer;
  };

  const uuidOf = async (answer: ReturnType<typeof call>): Promise<string> => {
    const { body, status, text } = await answer;
    if (status >= 300) throw new Error(text);
    return String(body.uuid);
  };
  return {
    call,
    server,
    manager,
    stacks,
    keystone,
    faults,
    advance: (ms: number) => void (now += ms),
    /** Runs operations until half an hour has gone by. */
    async settle() {
      for (let second = 0; second < 30; second += 1) {
        await manager.runDueOperations();
        now += 60_000;
      }
    },
    template: (body: object = {}, given: Call = {}) =>
      uuidOf(
        call("POST", "/v1/clustertemplates", {
          body: {
            name: "swarm",
            coe: "swarm-mode",
            image_id: "debian",
            external_network_id: "public",
            flavor_id: "m1.small",
            ...body,
          },
          ...given,
        }),
      ),
    cluster: (body: object = {}, given: Call = {}) =>
      uuidOf(
        call("POST", "/v1/clusters", {
          body: { name: "c1", cluster_template_id: "swarm", ...body },
          ...given,
        }),
      ),
  };
}
