import type { ClusterCredential } from "@jeroboam/core";
import {
  assignRole,
  createProject,
  createSession,
  findRole,
  findUser,
  findDomain,
} from "@jeroboam/openstack-client";
import { trustCredentials } from "@jeroboam/openstack-client/cloud";
import { type Cloud, logIn } from "../support/token.ts";
import type { SeededRows } from "./seeded-rows.ts";
import { makeStacks } from "./stacks.ts";

const USER = "demo";
const ROLES = ["member", "heat_stack_owner"];
const DEFAULT_DOMAIN = { name: "Default" };
const TRUSTEE_DOMAIN = "magnum";

/** A project with stacks, and the right by which its clusters are looked at. */
export interface IdleProject extends SeededRows {
  /** A trustee with a trust; the project's clusters share it. */
  readonly credential: ClusterCredential;
}

/** Makes projects in the simulated cloud, with as many stacks in each. */
export async function makeIdleProjects(
  cloud: Cloud,
  counts: { readonly projects: number; readonly stacksInEach: number },
): Promise<readonly IdleProject[]> {
  const { authUrl, password } = cloud;
  const admin = createSession({
    authUrl,
    auth: {
      type: "password",
      user: { name: "admin", domain: DEFAULT_DOMAIN },
      password,
      scope: { type: "project", name: "admin", domain: DEFAULT_DOMAIN },
    },
  });
  const keystone = admin.service("identity");
  const domain = there(await findDomain(keystone, TRUSTEE_DOMAIN));
  const user = there(await findUser(keystone, USER));
  const roles = await Promise.all(ROLES.map(async (role) => there(await findRole(keystone, role))));
  const trusts = trustCredentials({
    connection: { authUrl },
    domainAdmin: admin,
    trusteeDomainId: domain.id,
  });
  const made: IdleProject[] = [];
  for (let index = 0; index < counts.projects; index += 1) {
    const name = `idle-${index}`;
    const { id: projectId } = await createProject(keystone, { name });
    for (const role of roles)
      await assignRole(keystone, { userId: user.id, roleId: role.id, projectId });
    const token = await logIn(USER, name, cloud);
    const requester = { userId: user.id, projectId, roles: ROLES, isAdmin: false, token: token.id };
    made.push({
      projectId,
      userId: user.id,
      credential: await trusts.acquire(requester, crypto.randomUUID(), []),
      stackIds: await makeStacks(token, counts.stacksInEach),
      firstIndex: index * counts.stacksInEach,
    });
  }
  return made;
}

function there<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("the simulated cloud lacks what it is seeded with");
  return found;
}
