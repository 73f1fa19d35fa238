import type { Requester } from "../cloud/cloud.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Refuses what would belong to no project. */
export function requireOwnProject({ projectId }: Requester): void {
  if (projectId !== "") return;
  throw new JeroboamError(
    "JRB_NOT_AUTHORIZED",
    "Not authorized: what is created belongs to a project; ask with a token of one.",
    { details: { reason: "project" } },
  );
}
