// How the texts of options are read: plain ones. Each throws InvalidArgumentError with what it has to be.
import { InvalidArgumentError } from "commander";

export const HIGHEST_PORT = 65_535;

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError("It has to be a whole number.");
  return value;
}

export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError("It has to be at least 1.");
  return value;
}

export function portNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > HIGHEST_PORT) throw new InvalidArgumentError(`It has to be at most ${HIGHEST_PORT}.`);
  return value;
}

export function truthValue(text: string): boolean {
  if (!/^(true|false)$/i.test(text)) throw new InvalidArgumentError("It has to be true or false.");
  return text.toLowerCase() === "true";
}

export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Reads words between commas, each of which has to be one of these. */
export function wordsOf<const Word extends string>(
  words: readonly Word[],
): (text: string) => readonly Word[] {
  return (text) =>
    commaList(text).map((part) => {
      const word = words.find((one) => one === part);
      if (word !== undefined) return word;
      throw new InvalidArgumentError(`Each has to be one of ${words.join(", ")}.`);
    });
}
