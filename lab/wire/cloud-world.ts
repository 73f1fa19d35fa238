import { colleagueOf } from "../support/colleague.ts";
import { type Cloud, logIn } from "../support/token.ts";
import type { World } from "./run-script.ts";
import type { Persona } from "./step.ts";

/** The cloud's people behind the script's: name of the user and of the project. */
const USERS: readonly (readonly [persona: Persona, user: string, project: string])[] = [
  ["admin", "admin", "admin"],
  ["owner", "demo", "demo"],
  ["colleague", colleagueOf("demo"), "demo"],
  ["stranger", "demo2", "demo2"],
];

/** A server before a cloud with the lab's users and projects. */
export async function cloudWorld(origin: string, cloud: Cloud): Promise<World> {
  const tokens = new Map<Persona, string>([["forger", "gAAAAABbottle"]]);
  const values = new Map([
    ["identity", cloud.authUrl],
    ["given", "5c9d4e7e-3c1c-4d0c-9b0a-6f1f0d6f2a11"],
  ]);
  for (const [persona, user, project] of USERS) {
    const { id, userId, projectId } = await logIn(user, project, cloud);
    tokens.set(persona, id);
    values.set(`${persona}User`, userId);
    if (persona !== "colleague")
      values.set(persona === "owner" ? "project" : `${persona}Project`, projectId);
  }
  return { origin, values, token: (persona) => tokens.get(persona) };
}
