import type { NodeGroup } from "@jeroboam/core";
import type { Rule } from "./rule.ts";

/** Of the default groups' flavors `flavorRules` speak. */
export const nodeGroupFlavorRule: Rule<{ readonly nodeGroup: NodeGroup }> = {
  path: ["flavorId"],
  message: "The nodes need a flavor.",
  broken: ({ nodeGroup }) => nodeGroup.flavorId === null && !nodeGroup.isDefault,
};
