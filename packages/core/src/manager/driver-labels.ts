import type { Labels } from "../cluster/labels.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Refuses labels that the driver does not know or cannot work with. */
export function requireLabels(driver: ClusterDriver<never>, labels: Labels): void {
  const result = driver.labels.safeParse(labels);
  if (result.success) return;
  const issues = result.error.issues.map((issue) => ({
    path: ["labels", ...issue.path.filter((part) => typeof part !== "symbol")],
    code: "JRB_LABEL_INVALID",
    message: issue.message,
  }));
  throw new JeroboamError("JRB_LABEL_INVALID", issues[0]?.message ?? "A label is not valid.", {
    details: { issues, driver: driver.name },
  });
}
