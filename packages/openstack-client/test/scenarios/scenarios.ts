import type { Session } from "../../src/index.ts";
import { compute } from "./compute.ts";
import { identity } from "./identity.ts";
import { image } from "./image.ts";
import { keyManager } from "./key-manager.ts";
import { network } from "./network.ts";
import { orchestration } from "./orchestration.ts";

/** Calls made in the same way when recording and when replaying; `pause` waits only when recording. */
export interface Scenario<Result> {
  /** The cloud's name in clouds.yaml. */
  readonly cloud: string;
  readonly play: (session: Session, pause: (ms: number) => Promise<void>) => Promise<Result>;
}

export const scenarios = {
  identity,
  orchestration,
  compute,
  network,
  image,
  "key-manager": keyManager,
} as const satisfies Record<string, Scenario<unknown>>;
