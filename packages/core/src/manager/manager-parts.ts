import type { Requester } from "../cloud/cloud.ts";
import type { Engine } from "../engine/engine.ts";
import type { EngineParts } from "../engine/engine-parts.ts";
import type { OperatorRules } from "./operator-rules.ts";

/** What the views of the manager are composed of. */
export interface ManagerParts<Services> extends EngineParts<Services> {
  readonly engine: Engine;
  readonly rules: OperatorRules;
}

/** Who asks; resolved at the first call, because the cloud's own session may have to log in first. */
export type Asking = () => Promise<Requester>;
