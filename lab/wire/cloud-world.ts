import { logIn } from "../support/token.ts";
import type { World } from "./run-script.ts";
import type { Persona } from "./step.ts";

/** The lab's people behind the script's: name of the user and of the project. */
const USERS: Readonly<Partial<Record<Persona, readonly [user: string, project: string]>>> = {
  admin: ["admin", "admin"],
  owner: ["demo", "demo"],
  colleague: ["colleague-of-demo", "demo"],
  stranger: ["demo2", "demo2"],
};

/** A server before the lab's cloud. */
export async function labWorld(origin: string): Promise<World> {
  const tokens = new Map<Persona, string>([["forger", "gAAAAABbottle"]]);
  const values = new Map([["given", "5c9d4e7e-3c1c-4d0c-9b0a-6f1f0d6f2a11"]]);
  for (const [persona, [user, project]] of Object.entries(USERS)) {
    const { id, userId, projectId } = await logIn(user, project);
    tokens.set(persona as Persona, id);
    values.set(`${persona}User`, userId);
    if (persona === "owner") values.set("project", projectId);
    if (persona === "stranger") values.set("foreignProject", projectId);
    if (persona === "admin") values.set("adminProject", projectId);
  }
  return { origin, values, token: (persona) => tokens.get(persona) };
}
