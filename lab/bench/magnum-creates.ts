import { setTimeout as pause } from "node:timers/promises";
import type { RealMagnum } from "./real-magnum.ts";

/** Real stacks are made of them, so they are few. */
const CLUSTERS = 8;
const LOOK_EVERY_MS = 5000;
/** By then something keeps them. */
const PATIENCE_MS = 900_000;
const NAME = "bench-creates";

const TEMPLATE = {
  name: NAME,
  coe: "kubernetes",
  image_id: "fedora-coreos-38",
  flavor_id: "m1.small",
  master_flavor_id: "m1.small",
  keypair_id: "testkey",
  external_network_id: "public",
};

/**
 * How many clusters a second a real Magnum accepts from as many callers, its conductor at work as ours
 * is. What was made is deleted again, and waited for.
 */
export async function magnumAcceptedPerSecond(magnum: RealMagnum): Promise<number> {
  const template = await made(magnum, "/clustertemplates", TEMPLATE);
  const clusters: string[] = [];
  try {
    const beganMs = performance.now();
    const accepted = await Promise.allSettled(
      Array.from({ length: CLUSTERS }, async (_, index) => {
        const wish = {
          name: `${NAME}-${index}`,
          cluster_template_id: template,
          create_timeout: 10,
        };
        clusters.push(await made(magnum, "/clusters", wish));
      }),
    );
    const seconds = (performance.now() - beganMs) / 1000;
    for (const one of accepted) if (one.status === "rejected") throw one.reason;
    return CLUSTERS / seconds;
  } finally {
    for (const uuid of clusters) await send(magnum, "DELETE", `/clusters/${uuid}`);
    await gone(magnum, clusters);
    await send(magnum, "DELETE", `/clustertemplates/${template}`);
  }
}

async function made(magnum: RealMagnum, path: string, wish: object): Promise<string> {
  const answer = await send(magnum, "POST", path, wish);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { uuid: string }).uuid;
}

/** Magnum forgets a deletion that comes before the cluster has its stack, so it is asked again. */
async function gone(magnum: RealMagnum, clusters: readonly string[]): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (const uuid of clusters)
    for (;;) {
      const answer = await send(magnum, "GET", `/clusters/${uuid}`);
      if (answer.status === 404) break;
      if (performance.now() > untilMs)
        throw new Error(
          `${magnum.url} does not delete the cluster ${uuid}; does its conductor run?`,
        );
      const { status } = (await answer.json()) as { readonly status: string };
      if (status !== "DELETE_IN_PROGRESS") await send(magnum, "DELETE", `/clusters/${uuid}`);
      await pause(LOOK_EVERY_MS);
    }
}

function send({ url, token }: RealMagnum, method: string, path: string, body?: object) {
  return fetch(`${url}${path}`, {
    method,
    headers: { "x-auth-token": token, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
}
