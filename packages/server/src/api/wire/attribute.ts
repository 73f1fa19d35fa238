import { z } from "zod";
import { pythonText, pythonType } from "../../python-text.ts";

/*
 * Kinds of attributes. Each is a schema whose messages are the reasons that WSME gives; see
 * `readBody` for the sentence around them.
 */

/** Marks an issue whose message goes out as it is, without the sentence around it. */
export const WHOLE_SENTENCE = { wholeSentence: true } as const;

const MANDATORY = "Mandatory field missing.";
const READ_ONLY = "Cannot set read only field.";
const TRUE = ["1", "t", "true", "on", "y", "yes"];
const FALSE = ["0", "f", "false", "off", "n", "no"];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const wrongType = (expected: string) => (issue: { input?: unknown }) =>
  issue.input === undefined
    ? MANDATORY
    : `Wrong type. Expected '<class '${expected}'>', got '${pythonType(issue.input)}'`;

const notText = (issue: { input?: unknown }) =>
  issue.input === undefined ? MANDATORY : "Value should be string";

/** Text of so many characters. */
export function text(minimum: number, maximum: number, pattern?: RegExp) {
  const sized = z
    .string({ error: notText })
    .min(minimum, `Value should have a minimum character requirement of ${minimum}`)
    .max(maximum, `Value should have a maximum character requirement of ${maximum}`);
  return pattern ? sized.regex(pattern, `Value should match the pattern ${pattern.source}`) : sized;
}

export const anyText = z.string({ error: wrongType("str") });

/** What a column of Magnum's database holds. */
const MOST = 2 ** 31 - 1;

/**
 * A whole number, also in a string.
 *
 * @differs Magnum has no maximum of its own, and answers 500 to what its database cannot hold.
 */
export function integer(minimum: number, maximum = MOST) {
  return z
    .union([z.number(), z.string(), z.boolean()], { error: wrongType("int") })
    .transform((value, context) => {
      const number = typeof value === "string" ? wholeNumber(value) : Math.trunc(Number(value));
      if (number === undefined)
        context.addIssue({
          code: "custom",
          message: `invalid literal for int() with base 10: '${String(value)}'`,
        });
      return number ?? 0;
    })
    .pipe(
      z
        .number()
        .min(minimum, `Value should be greater or equal to ${minimum}`)
        .max(maximum, `Value should be lower or equal to ${maximum}`),
    );
}

/** A truth value, also in the words that oslo takes for one. */
export const boolean = z.unknown().transform((value, context) => {
  const word = pythonText(value).toLowerCase();
  if (TRUE.includes(word)) return true;
  if (FALSE.includes(word)) return false;
  const words = [...TRUE, ...FALSE].toSorted().map((one) => `'${one}'`);
  context.addIssue({
    code: "custom",
    message: `Unrecognized value '${pythonText(value)}', acceptable values are: ${words.join(", ")}`,
  });
  return z.NEVER;
});

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: ({ input }) =>
      input === undefined ? MANDATORY : `Value should be one of: ${words.toSorted().join(", ")}`,
  });
}

/** Names and values; values that are numbers or truth values become text. */
export const labels = z
  .record(
    z.string().min(1, "Value should have a minimum character requirement of 1"),
    z.union([z.string(), z.number(), z.boolean()], {
      error: ({ input }) =>
        `Wrong type. Expected '(<class 'str'>, (<class 'int'>,), <class 'bool'>, <class 'float'>)', got '${pythonType(input)}'`,
    }),
    { error: wrongType("dict") },
  )
  .transform((given) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, pythonText(value)])),
  );

/** Names and texts. */
export const texts = z.record(z.string(), z.string({ error: wrongType("str") }), {
  error: ({ input }) =>
    `Wrong type. Expected '{<class 'str'>: <class 'str'>}', got '${pythonType(input)}'`,
});

export const uuid = z.string({ error: wrongType("str") }).refine(isUuid, {
  error: ({ input }) => `Expected a uuid but received ${pythonText(input)}.`,
  params: WHOLE_SENTENCE,
});

/** An attribute that only answers carry. */
export const readOnly = z.never({ error: READ_ONLY }).optional();

/** An attribute that a request may carry and that is not looked at. */
export const ignored = z.unknown().optional();

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

function wholeNumber(value: string): number | undefined {
  const trimmed = value.trim();
  if (!/^[+-]?\d+$/.test(trimmed)) return undefined;
  // So many digits that they are none to JavaScript are still more than any maximum.
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, Number(trimmed)));
}
