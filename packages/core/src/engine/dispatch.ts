/**
 * Hands accepted operations to the processes that run them. A hint beside the store, which is the
 * truth: an operation that is never handed out is found there, one handed out twice is run once.
 */
export interface OperationDispatch {
  /** Resolves when what was published will outlive this process; rejects while nobody can take it. */
  publish(operationUuids: readonly string[]): Promise<void>;
  /**
   * Calls `run` for every operation handed to this process. It counts as taken when `run` resolves;
   * until then it goes to another process should this one die.
   */
  consume(run: (operationUuid: string) => Promise<void>): void;
  /** Takes nothing more and waits for what runs. */
  close(): Promise<void>;
}
