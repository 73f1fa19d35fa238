import { JeroboamError } from "../errors/jeroboam-error.ts";
import { type ClusterStatus, statusOf } from "../state/status.ts";

export interface FakeStack {
  readonly id: string;
  readonly operationId: string;
  status: ClusterStatus;
  /** Looks until it is complete. */
  looksLeft: number;
  readonly nodeCount: number;
  /** What an upgrade or a rotation put on the nodes. */
  readonly software: string;
}

export function unavailable(): JeroboamError {
  return new JeroboamError("JRB_INTERNAL", "the cloud is unavailable", { retryable: true });
}

/** What a driver throws that gives its word that it began nothing. */
export function notBegun(): JeroboamError {
  return new JeroboamError("JRB_CHANGE_NOT_BEGUN", "the stack is too old");
}

/** Infrastructure with state: stacks that complete after a few looks, and can be told to fail. */
export class FakeStacks {
  /** By uuid of the cluster, or of a node group with a stack of its own. */
  readonly byCluster = new Map<string, FakeStack>();
  /** Every request that made or changed something, in order. */
  readonly requests: string[] = [];
  /** Names of the node groups that were upgraded. */
  readonly upgraded: string[] = [];
  looks = 2;
  /** How the next stack action ends. */
  ending: "COMPLETE" | "FAILED" = "COMPLETE";
  /** Errors for the next calls, first come first served. */
  readonly faults: Error[] = [];

  /** Every survey, by the project that was looked at; `*` for all. */
  readonly surveys: string[] = [];
  /** Errors for the next surveys, first come first served. */
  readonly surveyFaults: Error[] = [];

  /** Comes between a survey's begin and its end. */
  duringSurvey: () => Promise<void> = async () => undefined;

  async survey(projectId: string, allProjects: boolean): Promise<void> {
    this.surveys.push(allProjects ? "*" : projectId);
    await this.duringSurvey();
    const fault = this.surveyFaults.shift();
    if (fault) throw fault;
  }

  /** Comes before every look. */
  beforeLook: () => Promise<void> = async () => undefined;

  throwFault(): void {
    const fault = this.faults.shift();
    if (fault) throw fault;
  }

  create(uuid: string, operationId: string, nodeCount: number): FakeStack {
    this.throwFault();
    const known = this.byCluster.get(uuid);
    if (known)
      return known.operationId === operationId
        ? known
        : this.update(uuid, operationId, { nodeCount });
    this.requests.push("create");
    const stack: FakeStack = {
      id: `stack-${uuid}`,
      operationId,
      status: "CREATE_IN_PROGRESS",
      looksLeft: this.looks,
      nodeCount,
      software: "first",
    };
    this.byCluster.set(uuid, stack);
    return stack;
  }

  update(
    uuid: string,
    operationId: string,
    change: Partial<Pick<FakeStack, "nodeCount" | "software">>,
  ): FakeStack {
    this.throwFault();
    const known = this.byCluster.get(uuid);
    if (!known) throw new JeroboamError("JRB_INTERNAL", "stack is gone");
    if (known.operationId === operationId) return known;
    this.requests.push("update");
    const stack: FakeStack = {
      ...known,
      ...change,
      operationId,
      status: "UPDATE_IN_PROGRESS",
      looksLeft: this.looks,
    };
    this.byCluster.set(uuid, stack);
    return stack;
  }

  delete(uuid: string): FakeStack | undefined {
    this.throwFault();
    this.requests.push("delete");
    const stack = this.byCluster.get(uuid);
    if (!stack) return undefined;
    stack.status = "DELETE_IN_PROGRESS";
    stack.looksLeft = this.looks;
    return stack;
  }

  /** Stops what an operation began, where it did. */
  cancel(uuid: string, operationId: string): "stopped" | "never begun" {
    this.throwFault();
    const stack = this.byCluster.get(uuid);
    if (stack?.operationId !== operationId) return "never begun";
    this.requests.push("cancel");
    if (stack.status.endsWith("IN_PROGRESS"))
      stack.status = stack.status.startsWith("CREATE") ? "CREATE_FAILED" : "UPDATE_FAILED";
    return "stopped";
  }

  /** Lets a stack come nearer to its end and answers it as it then stands. */
  look(uuid: string): FakeStack | undefined {
    const stack = this.byCluster.get(uuid);
    if (!stack) return undefined;
    if (stack.status.endsWith("IN_PROGRESS") && --stack.looksLeft <= 0) {
      const action = stack.status.split("_")[0] ?? "";
      if (action === "DELETE" && this.ending === "COMPLETE") this.byCluster.delete(uuid);
      stack.status = statusOf(action, this.ending) ?? stack.status;
    }
    return stack;
  }
}
