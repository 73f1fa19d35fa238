import { emptyEnvironment } from "@jeroboam/hot";
import type { StackSource } from "./stack.ts";

/** A stack of nothing: where a failed create goes back to. */
export const emptySource: StackSource = {
  template: { heat_template_version: "2018-08-31" },
  environment: emptyEnvironment,
  parameters: {},
  files: {},
};
