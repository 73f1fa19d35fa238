import type { ToldOptions } from "../config/told-options.ts";
import type { Environment, ServiceOptions } from "../service-options.ts";

/** What a command is given. */
export interface CommandCall {
  /** Reads the options; throws CommanderError after it said which is wrong. */
  options(): ServiceOptions;
  /** The same with what is wrong in them, and where each comes from; throws for nothing in a file. */
  told(): ToldOptions;
  /** Whether JSON is wanted. */
  readonly json: boolean;
  /** How wide the terminal is; undefined where there is none. */
  readonly columns: number | undefined;
  /** Values of a client's command, and its options by their names in camel case. */
  readonly given: {
    readonly values: readonly string[];
    readonly options: Readonly<Record<string, unknown>>;
  };
  readonly env: Environment;
  print(text: string): void;
}
