import type { FidelityRecord, StepRecord } from "./fidelity-record.ts";

/** What two records are compared in; the columns of the table. */
export const aspects = ["requests", "statuses", "resources", "outputs", "events"] as const;

export type Aspect = (typeof aspects)[number];

/** One place where the simulator's record is not the recorded one. */
export interface Difference {
  readonly aspect: Aspect;
  /** For example `3 update / outputs / address`. */
  readonly place: string;
  readonly recorded: string;
  readonly simulated: string;
}

const aspectOf: Readonly<Record<Exclude<keyof StepRecord, "step">, Aspect>> = {
  http: "requests",
  error: "requests",
  answer: "requests",
  stack: "statuses",
  resources: "resources",
  outputs: "outputs",
  events: "events",
  order: "events",
};

const shown = (value: unknown): string => JSON.stringify(value) ?? "nothing";

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function differencesIn(
  recorded: unknown,
  simulated: unknown,
  place: string,
): Omit<Difference, "aspect">[] {
  if (isMap(recorded) && isMap(simulated)) {
    return [...new Set([...Object.keys(recorded), ...Object.keys(simulated)])].flatMap((key) =>
      differencesIn(recorded[key], simulated[key], `${place} / ${key}`),
    );
  }
  const [one, other] = [shown(recorded), shown(simulated)];
  return one === other ? [] : [{ place, recorded: one, simulated: other }];
}

/** Which of the aspects a record says anything of. */
export function aspectsOf(record: FidelityRecord): ReadonlySet<Aspect> {
  return new Set(
    record.steps.flatMap((step) =>
      Object.entries(aspectOf).flatMap(([key, aspect]) => {
        const value = step[key as keyof StepRecord];
        return value === undefined || (isMap(value) && Object.keys(value).length === 0)
          ? []
          : [aspect];
      }),
    ),
  );
}

/** Every difference between what Heat answered and what the simulator answers. */
export function compareRecords(
  recorded: FidelityRecord,
  simulated: FidelityRecord,
): readonly Difference[] {
  return recorded.steps.flatMap((step, index) =>
    Object.entries(aspectOf).flatMap(([key, aspect]) => {
      const name = key as keyof StepRecord;
      const place = `${index + 1} ${step.step} / ${key}`;
      return differencesIn(step[name], simulated.steps[index]?.[name], place).map((one) => ({
        ...one,
        aspect,
      }));
    }),
  );
}
