import type { ToldOptions } from "../config/told-options.ts";
import type { ServiceOptions } from "../service-options.ts";

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
  print(text: string): void;
}
