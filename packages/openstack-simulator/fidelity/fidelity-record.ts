/** One resource after a step; its key is its path through nested stacks. */
export interface ResourceRecord {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  /** What became of the physical resource since the step before. */
  readonly identity: "new" | "same" | "replaced" | "none";
}

/** What one step showed, with everything masked that differs from run to run. */
export interface StepRecord {
  readonly step: string;
  /** The answer to the step's own request. */
  readonly http: number;
  readonly error?: { readonly type: string; readonly message: string };
  /** The parts of an answer worth comparing, where a step only asks. */
  readonly answer?: unknown;
  readonly stack?: { readonly status: string; readonly reason: string };
  readonly resources?: Readonly<Record<string, ResourceRecord>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** States that each resource and each stack went through, with reasons that say more. */
  readonly events?: Readonly<Record<string, readonly string[]>>;
  /** The same over all resources, in order. */
  readonly order?: readonly string[];
}

/** A whole case as one Heat answered it. */
export interface FidelityRecord {
  readonly steps: readonly StepRecord[];
}
