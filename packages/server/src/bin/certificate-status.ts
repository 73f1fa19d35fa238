import { access, constants } from "node:fs/promises";
import { messageOf } from "@jeroboam/core";
import type { Session } from "@jeroboam/openstack-client";
import type { ServiceOptions } from "../service-options.ts";
import { makeDirectory } from "../make-directory.ts";
import type { Finding } from "./finding.ts";

/** Roles that Barbican lets make secrets, unless its policy says otherwise. */
const MAKERS = ["creator", "admin"];
const name = "cert manager";

/** Whether the keys of clusters' authorities can be kept where the options say. */
export async function certificateFinding(
  { certManagerType, certificateDir }: Pick<ServiceOptions, "certManagerType" | "certificateDir">,
  session: Session,
): Promise<Finding> {
  try {
    if (certManagerType === "barbican") return await barbicanFinding(session);
    if (certManagerType === "local") return await folderFinding(certificateDir);
    return { name, level: "ok", detail: "x509keypair: in the database, sealed" };
  } catch (error) {
    return { name, level: "failure", detail: `${certManagerType}: ${messageOf(error)}` };
  }
}

async function barbicanFinding(session: Session): Promise<Finding> {
  const { roles } = await session.token();
  const barbican = session.service("key-manager");
  await barbican.send({ path: "/secrets", query: { limit: 1 } });
  const detail = `barbican: ${await barbican.endpoint()}`;
  if (roles.some((role) => MAKERS.includes(role.name ?? ""))) return { name, level: "ok", detail };
  const todo = "the service's own user has neither of the roles creator and admin in its project";
  return { name, level: "warning", detail: `${detail}; ${todo}` };
}

async function folderFinding(folder: string): Promise<Finding> {
  makeDirectory(folder);
  await access(folder, constants.W_OK | constants.X_OK);
  const detail = `local: ${folder}; other machines cannot read it, and the keys in it are not sealed`;
  return { name, level: "warning", detail };
}
