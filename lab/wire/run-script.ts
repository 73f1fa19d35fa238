import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Json } from "./answer.ts";
import { exchange } from "./exchange.ts";
import { normalise } from "./normalise.ts";
import type { Milestone, Persona, Step } from "./step.ts";
import { fillIn, type Values } from "./values.ts";

/** Where the script is played: a server, and the people of the cloud before which it stands. */
export interface World {
  /** Like `http://127.0.0.1:9511`. */
  readonly origin: string;
  token(persona: Persona): string | undefined;
  /** What the script's names in braces stand for from the beginning. */
  readonly values: Values;
  /** How long an accepted change may take to show as begun; one that changes nothing never does. 4000 where undefined. */
  readonly graceMs?: number;
}

/** Normalised answers by the ids of the steps. */
export type Recording = Readonly<Record<string, Answer>>;

/** Sends every step in order and answers what came back; a recording that is given is filled on the way. */
export async function runScript(
  world: World,
  steps: readonly Step[],
  recording: Record<string, Answer> = {},
): Promise<Recording> {
  const values = new Map(world.values);
  values.set("base", world.origin);
  values.set("host", new URL(world.origin).host);
  for (const step of steps) {
    const answer = await send(world, step, values);
    const uuid = textOf(answer.body, "uuid");
    if (step.save !== undefined && uuid !== undefined) {
      values.set(step.save, uuid);
      values.set(step.save.toUpperCase(), uuid.toUpperCase());
    }
    recording[step.id] = normalise(answer, values);
    if (step.discard && uuid !== undefined && answer.status < 300)
      await discard(world, { ...step, path: fillIn(step.path, values) }, uuid);
    if (step.until) await reached(world, values, step.id, ...step.until);
  }
  return recording;
}

async function send(world: World, step: Step, values: Values): Promise<Answer> {
  const { method = "GET", version = "1.10", as = "owner", body, text } = step;
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(fillIn(body, values)));
  const token = world.token(as);
  return exchange(world.origin, {
    method,
    path: fillIn(step.path, values),
    headers: {
      accept: "application/json",
      ...(token !== undefined && { "x-auth-token": token }),
      ...(version !== null && {
        "openstack-api-version":
          version.includes(" ") || version === "" ? version : `container-infra ${version}`,
      }),
      ...(sent !== undefined && {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(sent)),
      }),
      ...fillIn(step.headers ?? {}, values),
    },
    ...(sent !== undefined && { body: sent }),
  });
}

async function discard(world: World, step: Step, uuid: string): Promise<void> {
  const look: Step = { id: step.id, as: step.as ?? "owner", path: `${step.path}/${uuid}` };
  for (let attempt = 0; attempt < 300; attempt++) {
    const { status } = await send(world, attempt % 20 ? look : { ...look, method: "DELETE" }, NONE);
    if (status === 404 && attempt > 5) return;
    await pause(step.path.includes("templates") ? 1 : 500);
  }
  throw new Error(`what "${step.id}" made does not go: ${step.path}/${uuid}`);
}

const NONE: Values = new Map();

/** Looks at a cluster until it is what the next step needs; a cluster that was refused is not waited for. */
async function reached(
  world: World,
  values: Values,
  step: string,
  name: string,
  milestone: Milestone,
): Promise<void> {
  const uuid = values.get(name);
  if (uuid === undefined) return;
  const look: Step = { id: step, as: "admin", path: `/v1/clusters/${uuid}` };
  const started = Date.now();
  let changing = milestone !== "settled";
  while (Date.now() - started < 600_000) {
    const { status, body } = await send(world, look, values);
    const state = status === 200 ? textOf(body, "status") : undefined;
    if (milestone === "gone" ? state === "DELETE_FAILED" : state?.endsWith("_FAILED"))
      throw new Error(`after "${step}" cluster {${name}} is ${state}: ${JSON.stringify(body)}`);
    changing ||=
      state?.endsWith("_IN_PROGRESS") === true || Date.now() - started > (world.graceMs ?? 4000);
    if (milestone === "there" && state !== undefined) return;
    if (milestone === "gone" && status === 404) return;
    if (milestone !== "there" && milestone !== "gone" && changing && state?.endsWith("_COMPLETE"))
      return;
    await pause(milestone === "there" ? 100 : 500);
  }
  throw new Error(`after "${step}" cluster {${name}} did not become ${milestone}`);
}

function textOf(body: Json, key: string): string | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const value = (body as Readonly<Record<string, Json>>)[key];
  return typeof value === "string" ? value : undefined;
}
