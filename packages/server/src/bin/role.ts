/** What a process does: the API alone, operations alone, or both. */
export type ServiceRole = "all" | "api" | "conductor";

export function answersApi(role: ServiceRole): boolean {
  return role !== "conductor";
}

export function runsOperations(role: ServiceRole): boolean {
  return role !== "api";
}
