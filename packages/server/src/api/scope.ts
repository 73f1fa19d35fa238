import type { Cluster, ManagerView } from "@jeroboam/core";
import type { Target } from "../policy/policy.ts";
import type { Rule } from "../policy/rule-names.ts";
import type { ApiRequest } from "./route.ts";

/** Every project's rows for whom the rule opens them, and those of the own project for everybody else. */
export function scopeOf(request: ApiRequest, allProjects: Rule): ManagerView {
  return request.allows(allProjects) ? request.everything : request.view;
}

/** Whose it is, for the rules. */
export function targetOf(row: Pick<Cluster, "projectId" | "userId" | "uuid">): Required<Target> {
  return { projectId: row.projectId, userId: row.userId, clusterUuid: row.uuid };
}
