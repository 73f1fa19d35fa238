/** The services a fault may name, by their type in the catalog. */
export type FaultService =
  | "identity"
  | "image"
  | "compute"
  | "network"
  | "orchestration"
  | "volumev3"
  | "load-balancer"
  | "key-manager";

/** Makes calls of one operation fail or wait, whether they come over HTTP or from Heat. */
export interface CallFault {
  readonly service: FaultService;
  /** The operation's name, for example `createServer`; all of the service's when absent. */
  readonly operation?: string;
  /** Only calls whose subject (body's and path's fields, flat) has these values; `*` matches any text. */
  readonly match?: Readonly<Record<string, string>>;
  /** How many calls are affected; all when absent. */
  readonly times?: number;
  /** HTTP status to answer with. */
  readonly status?: number;
  /** The service's message; for `buildServer` what the server's fault says. */
  readonly error?: string;
  /** Simulated milliseconds to wait before the call is served. */
  readonly delayMs?: number;
  /** Over HTTP: the connection is closed without an answer, before or after the call was served. */
  readonly hangUp?: "before" | "after";
}

/** Makes an action on one Heat resource fail or wait. */
export interface ResourceFault {
  /** Path of resource names from the root stack, for example `workers/2/server`; `*` matches any text. */
  readonly resource: string;
  /** Root stack's name; any when absent. */
  readonly stack?: string;
  readonly action: "CREATE" | "UPDATE" | "DELETE";
  /** Heat's class of error; `ResourceInError` when absent. */
  readonly error?: string;
  /** What went wrong, as Heat would say it after the resource's path; no failure when absent. */
  readonly reason?: string;
  readonly times?: number;
  readonly delayMs?: number;
}

/** A rule of what goes wrong. */
export type FaultRule = CallFault | ResourceFault;

/** What a call has to suffer. */
export interface Suffering {
  readonly delayMs: number;
  readonly status?: number;
  readonly error?: string;
  readonly hangUp?: "before" | "after";
}

/** Whether `text` fits `pattern`, in which `*` stands for any text. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const source = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`, "s").test(text);
}

/** The rules in force, and how often each may still act. */
export class FaultBook {
  #rules: { rule: FaultRule; left: number }[] = [];

  /** Puts a rule in force; calling the result takes it back. */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.push(entry);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== entry);
    };
  }

  /** Takes all rules back. */
  clear(): void {
    this.#rules = [];
  }

  /** What a call suffers; the first rule that fits is used up by one. */
  takeCall(
    service: FaultService,
    operation: string,
    subject: Readonly<Record<string, string>>,
  ): Suffering | undefined {
    const found = this.#take((rule) => {
      if (!("service" in rule) || rule.service !== service) return false;
      if (rule.operation !== undefined && rule.operation !== operation) return false;
      return Object.entries(rule.match ?? {}).every(([key, pattern]) =>
        matchesPattern(pattern, subject[key] ?? ""),
      );
    });
    if (!found || !("service" in found)) return undefined;
    return {
      delayMs: found.delayMs ?? 0,
      ...(found.status === undefined ? {} : { status: found.status }),
      ...(found.error === undefined ? {} : { error: found.error }),
      ...(found.hangUp === undefined ? {} : { hangUp: found.hangUp }),
    };
  }

  /** The fault of an action on a resource, if there is one. */
  takeResource(
    stack: string,
    path: string,
    action: ResourceFault["action"],
  ): ResourceFault | undefined {
    const found = this.#take(
      (rule) =>
        "resource" in rule &&
        rule.action === action &&
        matchesPattern(rule.stack ?? "*", stack) &&
        matchesPattern(rule.resource, path),
    );
    return found && "resource" in found ? found : undefined;
  }

  #take(fits: (rule: FaultRule) => boolean): FaultRule | undefined {
    const entry = this.#rules.find((one) => one.left > 0 && fits(one.rule));
    if (!entry) return undefined;
    entry.left -= 1;
    return entry.rule;
  }
}
