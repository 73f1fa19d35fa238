import type { RequestIdentity } from "../request/recorded-request.ts";
import type { ClusterEvent } from "../events/event.ts";
import type { ManagerView, WatchOptions } from "./cluster-manager.ts";
import { clusterTemplateView } from "./cluster-template-view.ts";
import { clusterView } from "./cluster-view.ts";
import type { Asking, ManagerParts } from "./manager-parts.ts";
import { nodeGroupView } from "./node-group-view.ts";
import { quotaView } from "./quota-view.ts";
import { statsView } from "./stats-view.ts";
import { watchEvents } from "./watch.ts";

/**
 * The manager as one requester sees it. A request has a view of its own and looks at one part of it.
 *
 * It is a class for the sake of speed: V8 gives every object literal with getters a shape of its own,
 * which keeps all that the getters know until the next full garbage collection.
 */
export class RequesterView<Services> implements ManagerView {
  readonly #parts: ManagerParts<Services>;
  readonly #asking: Asking;
  readonly #identity: RequestIdentity | undefined;

  constructor(parts: ManagerParts<Services>, asking: Asking, identity?: RequestIdentity) {
    this.#parts = parts;
    this.#asking = asking;
    this.#identity = identity;
  }

  get clusterTemplates() {
    return clusterTemplateView(this.#parts, this.#asking, this.#identity);
  }

  get clusters() {
    return clusterView(this.#parts, this.#asking, this.#identity);
  }

  get nodeGroups() {
    return nodeGroupView(this.#parts, this.#asking, this.#identity);
  }

  get quotas() {
    return quotaView(this.#parts, this.#asking, this.#identity);
  }

  get stats() {
    return statsView(this.#parts, this.#asking);
  }

  watch(options: WatchOptions = {}): AsyncIterable<ClusterEvent> {
    return watchEvents(this.#parts, this.#asking, options);
  }
}
