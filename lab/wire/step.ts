/** Who sends a request; `nobody` has no token and `forger` a wrong one. */
export const PERSONAS = ["admin", "owner", "colleague", "stranger", "nobody", "forger"] as const;
export type Persona = (typeof PERSONAS)[number];

/** What a cluster has to become before the next request is sent. */
export type Milestone = "there" | "complete" | "settled" | "gone";

/**
 * One request of the script. `{name}` in path, headers and body stands for a value that the world gave
 * or an earlier answer brought.
 */
export interface Step {
  /** Says what is asked; unique in the script. */
  readonly id: string;
  /** The cluster's owner where undefined. */
  readonly as?: Persona;
  /** GET where undefined. */
  readonly method?: string;
  readonly path: string;
  /** `1.10` becomes `container-infra 1.10`; two words are sent as they are; null sends no header. 1.10 where undefined. */
  readonly version?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of a body. */
  readonly text?: string;
  /** The name under which later steps know the `uuid` of this answer. */
  readonly save?: string;
  /** Whether what a server made, although no server should, is deleted at once. */
  readonly discard?: boolean;
  /** What is waited for after the answer: the name of a cluster, and what it has to become. */
  readonly until?: readonly [cluster: string, milestone: Milestone];
}

/** Steps on one subject, in the order in which they are sent. */
export interface Chapter {
  readonly title: string;
  readonly steps: readonly Step[];
}
