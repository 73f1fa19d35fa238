/** What was found of one thing that the service needs. */
export interface Finding {
  readonly name: string;
  readonly level: "ok" | "warning" | "failure";
  readonly detail: string;
}
