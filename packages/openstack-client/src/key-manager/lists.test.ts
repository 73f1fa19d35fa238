import { startSimulator } from "@jeroboam/openstack-simulator";
import { expect, it, onTestFinished } from "vitest";
import { sessionOptionsFromEnvironment } from "../session/environment.ts";
import { createSession } from "../session/session.ts";
import { collect } from "../transport/pages.ts";
import { createSecret, listSecrets } from "./secret.ts";

it("a list by name is of that name on every page, although Barbican's links forget it", async () => {
  const simulator = await startSimulator({ clock: { mode: "manual" } });
  onTestFinished(() => simulator.close());
  const session = createSession(sessionOptionsFromEnvironment(simulator.environment("magnum")));
  const barbican = session.service("key-manager");
  const text = { payload: "x", payloadContentType: "text/plain" } as const;
  for (let number = 0; number < 250; number++)
    await createSecret(barbican, { ...text, name: number % 2 === 0 ? "even" : "odd" });
  const even = await collect(listSecrets(barbican, { name: "even" }));
  expect(even.map(({ name }) => name)).toEqual(Array.from({ length: 125 }, () => "even"));
  expect(new Set(even.map(({ secretRef }) => secretRef)).size).toBe(125);
}, 30_000);
