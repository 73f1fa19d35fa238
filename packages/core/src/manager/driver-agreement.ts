import type { Labels } from "../cluster/labels.ts";
import type { ClusterDriver, ClusterSnapshot } from "../driver/contract.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { compositionOf } from "./composition.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** Asks the driver whether it can make such a cluster, with all its node groups. */
export function requireDriverAgrees<Services>(
  parts: ManagerParts<Services>,
  driver: ClusterDriver<Services>,
  snapshot: ClusterSnapshot,
): void {
  const [first, ...rest] = driver.validate(snapshot, compositionOf(parts, driver));
  if (!first) return;
  throw new JeroboamError("JRB_CLUSTER_INVALID", first.message, {
    details: { issues: [first, ...rest], driver: driver.name },
  });
}

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
