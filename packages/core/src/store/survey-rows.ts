/** A turn to look at all clusters of one project. */
export interface Survey {
  readonly projectId: string;
  /** Grows with every claim. */
  readonly version: number;
  readonly dueAt: Date;
  /** While somebody looks, and until when the others leave the turn alone. */
  readonly leaseUntil: Date | null;
}
/** Whose turn it is to look, so that no cluster is looked at twice in one round. */
export interface SurveyRows {
  /**
   * Makes the project's next turn due no later than that; the first call makes the row. A turn that
   * is claimed goes on, and the next one comes as early as that.
   */
  due(projectId: string, at: Date): Promise<void>;
  /**
   * Takes the turn that is due longest and that nobody has, or whose lease ran out; undefined when
   * there is none. Answers it with version + 1, and with the lease's end as the time when it is due.
   */
  claim(by: { readonly now: Date; readonly leaseUntil: Date }): Promise<Survey | undefined>;
  /**
   * Ends a claimed turn and sets when the next one is, or earlier where `due` asked for that since
   * the claim. Null removes the row, unless `due` asked for it since. Does nothing when somebody
   * else claimed it meanwhile.
   */
  settle(survey: Survey, nextAt: Date | null): Promise<void>;
  /** When the next turn can be claimed; undefined when there is none. */
  nextDue(): Promise<Date | undefined>;
  /** How many projects have a turn. */
  count(): Promise<number>;
}
