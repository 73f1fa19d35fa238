import {
  createSession,
  type Session,
  sessionOptionsFromEnvironment,
} from "@jeroboam/openstack-client";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { describe, expect, it } from "vitest";
import { openrc, whyNoLab } from "../support/lab.ts";

/** What is asked of both; `{name}` stands for the address that the step of that name was answered. */
interface Step {
  readonly name?: string;
  readonly as?: "owner" | "stranger";
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
const JSON_TYPE = { "content-type": "application/json" };
const ABSENT = "00000000-0000-4000-8000-000000000000";
const secret = (name: string | undefined, body: object): Step => ({
  ...(name === undefined ? {} : { name }),
  method: "POST",
  path: "/secrets",
  body,
});
const container = (name: string | undefined, body: object): Step => ({
  ...secret(name, body),
  path: "/containers",
});
const text = (payload: string) => ({ payload, payload_content_type: "text/plain" });
const named = (name: string, secretRef: string) => ({ name, secret_ref: secretRef });

const STEPS: readonly Step[] = [
  { path: "/secrets?name=compared" },
  secret("one", { name: "compared", ...text("one"), secret_type: "certificate" }),
  secret("two", {
    name: "compared",
    payload: "dHdv",
    payload_content_type: "application/octet-stream",
    payload_content_encoding: "base64",
  }),
  secret("empty", { name: "compared" }),
  secret(undefined, { payload: "x" }),
  secret(undefined, text("")),
  secret(undefined, { ...text("x"), secret_type: "bad" }),
  secret(undefined, { ...text("x"), payload_content_type: "text/html" }),
  secret(undefined, { ...text("x"), payload_content_encoding: "base64" }),
  secret(undefined, { payload: "eA==", payload_content_type: "application/octet-stream" }),
  secret(undefined, text("x".repeat(20_001))),
  ...["one", "two", "empty"].flatMap((name): Step[] => [
    { path: `{${name}}` },
    { path: `{${name}}/payload` },
    { path: `{${name}}/payload`, headers: { accept: "application/octet-stream" } },
    { path: `{${name}}/payload`, headers: { accept: "application/json" } },
    { as: "stranger", path: `{${name}}` },
    { as: "stranger", path: `{${name}}/payload` },
    { as: "stranger", method: "DELETE", path: `{${name}}` },
  ]),
  { path: "/secrets?name=compared&limit=2" },
  { path: "/secrets?name=compared&limit=0" },
  { path: "/secrets?name=compared&offset=9" },
  { path: "/secrets/none" },
  { path: `/secrets/${ABSENT}` },
  { path: `/secrets/${ABSENT}/payload` },
  { method: "DELETE", path: `/secrets/${ABSENT}` },
  container("both", {
    name: "compared",
    type: "certificate",
    secret_refs: [named("certificate", "{one}"), named("private_key", "{two}")],
  }),
  container("bare", { name: "compared", type: "generic" }),
  container(undefined, { name: "compared" }),
  container(undefined, { type: "bad", secret_refs: [] }),
  container(undefined, { type: "certificate", secret_refs: [named("key", "{one}")] }),
  container(undefined, { type: "certificate", secret_refs: [named("private_key", "{one}")] }),
  container(undefined, {
    type: "certificate",
    secret_refs: [named("certificate", "{one}"), named("certificate", "{two}")],
  }),
  container(undefined, {
    type: "certificate",
    secret_refs: [named("certificate", "{one}"), named("private_key", "{one}")],
  }),
  container(undefined, {
    type: "certificate",
    secret_refs: [named("certificate", `http://elsewhere/v1/secrets/${ABSENT}`)],
  }),
  {
    ...container(undefined, {
      type: "certificate",
      secret_refs: [named("certificate", "{one}")],
    }),
    as: "stranger",
  },
  { path: "/containers?name=compared" },
  { path: "/containers?name=compared&type=generic" },
  { path: "/containers?name=other" },
  { path: "{both}" },
  { path: "/containers/none" },
  { path: `/containers/${ABSENT}` },
  { method: "POST", path: "{both}/consumers", body: { name: "a", URL: "b" } },
  { method: "POST", path: "{both}/consumers", body: { name: "a", URL: "b" } },
  { method: "POST", path: "{both}/consumers", body: { name: "a" } },
  { method: "POST", path: "{both}/consumers", body: { name: "a", URL: "" } },
  { path: "{both}/consumers" },
  { method: "DELETE", path: "{both}/consumers" },
  { method: "DELETE", path: "{both}/consumers", body: { name: "a", URL: "c" } },
  { method: "DELETE", path: "{both}/consumers", body: { name: "a", URL: "b" } },
  { as: "stranger", path: "{both}" },
  { as: "stranger", method: "DELETE", path: "{both}" },
  { as: "stranger", path: "{both}/consumers" },
  {
    as: "stranger",
    method: "POST",
    path: "{both}/consumers",
    body: { name: "a", URL: "b" },
  },
  { method: "DELETE", path: "{one}" },
  { path: "{both}" },
  ...["both", "bare", "two", "empty", "both"].map(
    (name): Step => ({ method: "DELETE", path: `{${name}}` }),
  ),
  { path: "/containers?name=compared" },
  { path: "/secrets?name=compared" },
];

/** Asks one Barbican everything; answers status and body with ids, times and hosts masked. */
async function played(sessions: Readonly<Record<"owner" | "stranger", Session>>) {
  const answers: { asked: string; status: number; body: unknown }[] = [];
  const refs = new Map<string, string>();
  const endpoint = await sessions.owner.endpoint("key-manager");
  const filled = (template: string) =>
    template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => refs.get(name) ?? whole);
  for (const { as = "owner", method = "GET", path, body, headers, name } of STEPS) {
    const token = await sessions[as].token();
    const address = filled(path);
    const sent = body === undefined ? undefined : filled(JSON.stringify(body));
    const reply = await fetch(address.startsWith("http") ? address : `${endpoint}${address}`, {
      method,
      headers: { "x-auth-token": token.id, ...(sent === undefined ? {} : JSON_TYPE), ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const answered = await reply.text();
    const told = readJson(answered);
    const ref = /"(?:secret|container)_ref": ?"([^"]+)"/.exec(answered)?.[1];
    if (name !== undefined && ref !== undefined) refs.set(name, ref);
    answers.push({ asked: `${as}: ${method} ${path}`, status: reply.status, body: masked(told) });
  }
  return answers;
}

function readJson(answered: string): unknown {
  try {
    return JSON.parse(answered);
  } catch {
    return answered;
  }
}

function masked(told: unknown): unknown {
  if (Array.isArray(told)) return told.map(masked).toSorted(byText);
  if (typeof told === "object" && told !== null)
    return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, masked(value)]));
  if (typeof told !== "string") return told;
  return told
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/g, "ID")
    .replaceAll(/https?:\/\/[^/]+(?:\/key-manager)?\/v1/g, "ENDPOINT")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?/g, "TIME");
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

const reason = await whyNoLab();
if (reason) console.log(`skipped: the simulator's Barbican beside a real one: ${reason}`);

describe.skipIf(reason)("the simulator's Barbican", { timeout: 120_000 }, () => {
  it("answers every request as a real one does", async () => {
    const simulator = await startSimulator();
    const simulated = (user: string) =>
      createSession(sessionOptionsFromEnvironment(simulator.environment(user)));
    const real = (user: string) => createSession(sessionOptionsFromEnvironment(openrc(user)));
    try {
      const [ours, theirs] = await Promise.all([
        played({ owner: simulated("demo2"), stranger: simulated("demo") }),
        played({ owner: real("demo2"), stranger: real("demo") }),
      ]);
      expect(ours).toEqual(theirs);
    } finally {
      await simulator.close();
    }
  });
});
