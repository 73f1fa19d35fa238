import {
  createCertificateAuthority,
  createCertManager,
  createClusterManager,
  createMemoryCertificateAuthority,
  createMemoryStore,
  type CredentialKind,
  systemClock,
} from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import {
  createSession,
  sessionOptionsFromEnvironment,
  validateToken,
} from "@jeroboam/openstack-client";
import {
  applicationCredentials,
  barbicanCertManager,
  openStackCloud,
  serviceUserCredentials,
  trustCredentials,
} from "@jeroboam/openstack-client/cloud";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "@jeroboam/openstack-simulator";
import { expect, type TestContext } from "vitest";
import { createServer } from "../src/create-server.ts";
import { createKeystoneAuthenticator } from "../src/identity/keystone-authenticator.ts";
import { unscopedToken, userToken } from "./keystone-over-http.ts";
import { hurriedClock } from "./hurried-clock.ts";
import { until } from "./until.ts";

export interface CloudCall {
  /** A seeded user of the cloud; `demo` where undefined. */
  readonly as?: string;
  /** Instead of a user's. */
  readonly token?: string;
  /** The newest where undefined. */
  readonly version?: string;
  readonly body?: unknown;
}

export interface CloudAnswer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON of whatever was asked for
  readonly body: any;
}

export interface CloudBenchOptions extends SimulatorOptions {
  /** Size of the clusters' CA keys; small ones are made sooner. */
  readonly keyBits?: number;
  /** Keeps clusters' keys in the cloud's Barbican instead of in memory. */
  readonly barbican?: boolean;
  /** What clusters act with; `trust` where undefined. */
  readonly credentialKind?: CredentialKind;
  /** Nodes get a trust of their own. */
  readonly trustsNodes?: boolean;
  /** How much faster than the world's the conductor's time passes; default 1. */
  readonly hurry?: number;
}

/** Four hundred simulated milliseconds in one real one: a node is up in a tenth of a second. */
const FAST = { mode: "scaled", factor: 400 } as const;

/** What passes on a manual clock between one look and the next. */
const TICK_MS = 2000;

/** A server before a simulated cloud, composed as its executable does it, and spoken to over HTTP. */
export type CloudBench = Awaited<ReturnType<typeof startCloudBench>>;

/** The bench of one test, closed at its end. */
export async function cloudBench(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  options: CloudBenchOptions = {},
): Promise<CloudBench> {
  const bench = await startCloudBench(options);
  onTestFinished(bench.close);
  return bench;
}

export async function startCloudBench({
  keyBits = 1024,
  barbican = false,
  hurry = 1,
  credentialKind = "trust",
  trustsNodes = false,
  ...options
}: CloudBenchOptions = {}) {
  const simulator = await startSimulator({ clock: FAST, ...options });
  const parts = { keyBits, hurry, barbican, credentialKind, trustsNodes };
  const { url, close } = await compose(simulator, parts);
  const seed = simulator.inspection.counts();
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (user: string): Promise<string> => {
    const known = tokens.get(user) ?? userToken(simulator.credentials(user));
    tokens.set(user, known);
    return known;
  };

  const call = async (
    method: string,
    path: string,
    given: CloudCall = {},
  ): Promise<CloudAnswer> => {
    const { body, version = "latest" } = given;
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        "x-auth-token": given.token ?? (await tokenOf(given.as ?? "demo")),
        "openstack-api-version": `container-infra ${version}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const accepted = async (asked: Promise<CloudAnswer>, status: number): Promise<string> => {
    const answer = await asked;
    expect(answer).toMatchObject({ status, body: { uuid: expect.any(String) } });
    return answer.body.uuid;
  };
  const show = async (uuid: string) => (await call("GET", `/clusters/${uuid}`)).body;

  /** Waits until a cluster that is being deleted is not found any more. */
  const gone = (uuid: string) =>
    until(`cluster ${uuid} is gone`, async () => {
      if (simulator.clock.mode === "manual") simulator.clock.advance(TICK_MS);
      const { status, body } = await call("GET", `/clusters/${uuid}`);
      if (body.status === "DELETE_FAILED") throw new Error(body.status_reason);
      return status === 404;
    });

  return {
    simulator,
    seed,
    url,
    call,
    show,
    close,
    /** A session of a seeded user, for what users do by hand. */
    sessionOf: (user: string) =>
      createSession(sessionOptionsFromEnvironment(simulator.environment(user))),
    trusteeToken: (userId: string, password: string) =>
      unscopedToken(simulator.authUrl, { id: userId, password }),
    /** Makes a cluster template; answers its uuid. */
    template: (body: object = {}, given: CloudCall = {}) =>
      accepted(
        call("POST", "/clustertemplates", { body: { ...TEMPLATE, ...body }, ...given }),
        201,
      ),
    /** Asks for a cluster; answers its uuid. */
    cluster: (body: object = {}, given: CloudCall = {}) =>
      accepted(call("POST", "/clusters", { body: { ...CLUSTER, ...body }, ...given }), 202),
    /** What was asked of a cluster, in order. */
    operations: async (uuid: string) =>
      (await call("GET", `/clusters/${uuid}/operations`)).body.operations,
    /** What happened to a cluster, of one type. */
    async events(uuid: string, type: string) {
      const { events } = (await call("GET", `/clusters/${uuid}/events?limit=1000`)).body;
      return events.filter((event: { readonly type: string }) => event.type === type);
    },
    /** The cluster once nothing is under way any more. */
    settled: (uuid: string) =>
      until(`cluster ${uuid} has settled`, async () => {
        if (simulator.clock.mode === "manual") simulator.clock.advance(TICK_MS);
        const cluster = await show(uuid);
        if (cluster.status === undefined) throw new Error(JSON.stringify(cluster));
        return !cluster.status.endsWith("_IN_PROGRESS") && cluster;
      }),
    gone,
    /** Deletes a cluster; answers how many there are of everything once it is gone. */
    async removed(uuid: string) {
      expect((await call("DELETE", `/clusters/${uuid}`)).status).toBe(204);
      await gone(uuid);
      return simulator.inspection.counts();
    },
  };
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
/** Ten simulated hours, so that no cloud times out because the machine of the tests is busy. */
const CLUSTER = { name: "c1", cluster_template_id: "swarm", create_timeout: 600 };

type Parts = Required<Omit<CloudBenchOptions, keyof SimulatorOptions>>;

async function compose(
  simulator: Simulator,
  { keyBits, hurry, barbican, credentialKind, trustsNodes }: Parts,
) {
  const sessionOf = (user: string) =>
    createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
  const session = sessionOf("magnum");
  const connection = { authUrl: simulator.authUrl, region: simulator.region };
  const { trusteeDomainId } = simulator;
  // The API's own address is known once it listens.
  const endpoints = { identity: simulator.authUrl, containerInfra: "" };
  const certificates = barbican
    ? createCertificateAuthority(
        createMemoryStore().authorities,
        createCertManager("barbican", { barbican: barbicanCertManager(session) }),
        { keyBits },
      )
    : createMemoryCertificateAuthority({ keyBits });
  const domainAdmin = sessionOf("magnum_domain_admin");
  const making = { connection, domainAdmin, trusteeDomainId, admin: session };
  const cloud = {
    ...openStackCloud({
      session,
      connection,
      credentials: [
        trustCredentials({ ...making, trustsNodes }),
        applicationCredentials(making),
        serviceUserCredentials(making),
      ].filter(({ kind }) => kind === credentialKind),
    }),
    endpoints,
  };
  const manager = createClusterManager({
    drivers: [swarmMode],
    certificates,
    cloud,
    observeEveryMs: { first: 30 * hurry, most: 100 * hurry },
    clock: hurriedClock(hurry),
    leaseMs: 30_000 * hurry,
  });
  const keystone = session.service("identity");
  const server = createServer({
    manager,
    authenticator: createKeystoneAuthenticator({
      identityUrl: simulator.authUrl,
      validateToken: (token) => validateToken(keystone, token, { catalog: false }),
      trusteeDomainId,
      clusterOfLogin: manager.clusterOfLogin,
      clock: systemClock,
    }),
  });
  const url = `${await server.listen({ host: "127.0.0.1", port: 0 })}/v1`;
  endpoints.containerInfra = url;
  return {
    url,
    async close() {
      await server.close();
      await manager.close();
      await simulator.close();
    },
  };
}
