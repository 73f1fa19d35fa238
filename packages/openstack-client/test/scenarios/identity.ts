import {
  assignRole,
  collect,
  createApplicationCredential,
  createTrust,
  createUser,
  deleteApplicationCredential,
  deleteTrust,
  deleteUser,
  findApplicationCredential,
  findDomain,
  findProject,
  findRole,
  getTrust,
  getUser,
  listTrusts,
  listUsers,
  revokeToken,
  unassignRole,
  validateToken,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";

async function play(...[session]: Parameters<Scenario<unknown>["play"]>) {
  const keystone = session.service("identity");
  const token = await session.token();
  const projectId = token.project?.id ?? "";
  const domain = await findDomain(keystone, "magnum");
  const user = await createUser(keystone, {
    name: "recorded-user",
    password: "recorded-password",
    domainId: domain?.id ?? "",
  });
  const listed = await collect(
    listUsers(keystone, { name: "recorded-user", domainId: domain?.id ?? "" }),
  );
  const role = await findRole(keystone, "member");
  const assignment = { userId: user.id, roleId: role?.id ?? "", projectId };
  await assignRole(keystone, assignment);
  const unassigned = [
    await unassignRole(keystone, assignment),
    await unassignRole(keystone, assignment),
  ];
  const { roles } = token;
  const madeTrust = await createTrust(keystone, {
    trustorUserId: token.user.id,
    trusteeUserId: user.id,
    projectId,
    impersonation: true,
    roles: roles.map(({ id }) => ({ id })),
    expiresAt: new Date("2030-01-01T00:00:00Z"),
  });
  const trusts = await collect(listTrusts(keystone, { trustorUserId: token.user.id }));
  const shown = await getTrust(keystone, madeTrust.id);
  const trustsDeleted = [
    await deleteTrust(keystone, madeTrust.id),
    await deleteTrust(keystone, madeTrust.id),
  ];
  const credential = await createApplicationCredential(keystone, token.user.id, {
    name: "recorded-credential",
    expiresAt: new Date("2030-01-01T00:00:00Z"),
  });
  const credentialFound = await findApplicationCredential(keystone, token.user.id, credential.id);
  const credentialsDeleted = [
    await deleteApplicationCredential(keystone, token.user.id, credential.id),
    await deleteApplicationCredential(keystone, token.user.id, credential.id),
  ];
  return {
    token,
    domain,
    user,
    listed,
    role,
    unassigned,
    madeTrust,
    trusts,
    shown,
    trustsDeleted,
    credential,
    credentialFound,
    credentialsDeleted,
    shownUser: await getUser(keystone, user.id),
    usersDeleted: [await deleteUser(keystone, user.id), await deleteUser(keystone, user.id)],
    project: await findProject(keystone, "demo"),
    noProject: await findProject(keystone, "no such project"),
    validated: await validateToken(keystone, token.id, { catalog: false }),
    unknownToken: await validateToken(keystone, "unknown"),
    unknownRevoked: await revokeToken(keystone, "unknown"),
  };
}

export const identity = { cloud: "admin", play };
