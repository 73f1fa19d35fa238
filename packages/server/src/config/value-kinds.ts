// How oslo.config reads the text of an option. Each throws InvalidArgumentError with what it has to be.
import { InvalidArgumentError } from "commander";

/** What an option may hold; nothing where the text is empty and no value is meant. */
export interface Kind<V> {
  readonly label: string;
  read(text: string): V | undefined;
  /** Reads all texts of an option that may come several times; else the last one counts. */
  readAll?(texts: readonly string[]): V | undefined;
}

const TRUE = ["true", "1", "on", "yes"];
const FALSE = ["false", "0", "off", "no"];
const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const HIGHEST_PORT = 65_535;

export const string: Kind<string> = { label: "text", read: (text) => text };

/** Text of which none means nothing. */
export const name: Kind<string> = {
  label: "text",
  read: (text) => (text === "" ? undefined : text),
};

export const boolean: Kind<boolean> = {
  label: "boolean",
  read(text) {
    const word = text.toLowerCase();
    if (TRUE.includes(word)) return true;
    if (FALSE.includes(word)) return false;
    throw new InvalidArgumentError(`It has to be one of ${[...TRUE, ...FALSE].join(", ")}.`);
  },
};

/** A whole number from `min` to `max`, both included. */
export function integer(
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
): Kind<number> {
  return {
    label: "integer",
    read(text) {
      const bare = text.trim();
      if (bare === "") return undefined;
      const value = Number(bare.replaceAll("_", ""));
      if (!INTEGER.test(bare)) throw new InvalidArgumentError("It has to be a whole number.");
      if (value < min) throw new InvalidArgumentError(`It has to be at least ${min}.`);
      if (value > max) throw new InvalidArgumentError(`It has to be at most ${max}.`);
      return value;
    },
  };
}

export const port = integer(0, HIGHEST_PORT);

export const list: Kind<readonly string[]> = { label: "list", read: readList };

/** @upstream oslo_config/types.py `List.__call__` */
function readList(text: string): readonly string[] {
  const bare = text.trim().replace(/,+$/, "");
  return bare === "" ? [] : bare.split(",").map((part) => part.trim());
}

/** Each line of the file is one value; none is split. */
export const lines: Kind<readonly string[]> = {
  label: "several texts",
  read: (text) => [text],
  readAll: (texts) => texts,
};

export function choice<const Words extends readonly string[]>(words: Words): Kind<Words[number]> {
  return {
    label: words.join(", "),
    read(text) {
      const word = words.find((one) => one === text);
      if (word === undefined)
        throw new InvalidArgumentError(`It has to be one of ${words.join(", ")}.`);
      return word;
    },
  };
}
