import { deleteUser } from "../keystone/user-routes.ts";
import type { Heat } from "./heat.ts";
import { type HeatResource, physicalName } from "./stack.ts";

/** Who may signal a resource: a user of the stack domain with a token of the stack's own project. */
export interface StackUser {
  readonly userId: string;
  readonly token: string;
}

/** Makes the user that guests signal a resource as. */
export function createStackUser(heat: Heat, resource: HeatResource): StackUser {
  const { keystone, clock, random } = heat.cloud;
  const { state } = keystone;
  const userId = random.id();
  const projectId = resource.stack.stackUserProjectId;
  if (!state.projects.has(projectId)) {
    state.projects.set(projectId, {
      id: projectId,
      name: `${resource.stack.projectId}-${projectId.slice(0, 8)}`,
      domain_id: heat.stackDomainId,
      description: "Heat stack user project",
      enabled: true,
    });
  }
  state.users.set(userId, {
    id: userId,
    name: physicalName(resource),
    domain_id: heat.stackDomainId,
    password: random.hex(32),
    enabled: true,
    description: "",
    email: undefined,
    default_project_id: projectId,
  });
  const role = [...state.roles.values()].find((one) => one.name === "heat_stack_user");
  if (role) {
    state.assignments.push({ userId, roleId: role.id, projectId, domainId: undefined });
  }
  const token = `gAAAAA${random.hex(90)}`;
  const issuedAt = clock.date();
  state.tokens.set(token, {
    id: token,
    methods: ["password"],
    userId,
    projectId,
    domainId: undefined,
    roles: role ? [role] : [],
    trustId: undefined,
    applicationCredentialId: undefined,
    auditId: random.hex(22),
    issuedAt,
    // Guests may signal as long as a stack may take.
    expiresAt: new Date(issuedAt.getTime() + 24 * 3_600_000),
  });
  return { userId, token };
}

/** Takes a stack user away with its token. */
export function deleteStackUser(heat: Heat, userId: string): void {
  deleteUser(heat.cloud.keystone, userId);
}
