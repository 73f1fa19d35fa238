/** A seeded source of numbers and ids: the same seed gives the same sequence. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A number between the two bounds, both possible. */
  between(minimum: number, maximum: number): number;
  /** That many lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A dashed UUID of version 4. */
  uuid(): string;
  /** Keystone's form of an id: 32 hexadecimal digits. */
  id(): string;
  /** That many characters out of `alphabet`. */
  text(length: number, alphabet: string): string;
  /** An independent sequence, so that drawing here does not shift the numbers there. */
  fork(label: string): Random;
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  return hash >>> 0;
}

/**
 * Makes a seeded source (mulberry32).
 *
 * @param seed - Any text; sources of the same seed agree.
 */
export function createRandom(seed: string): Random {
  let state = hashOf(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join("");
  const hex = (length: number): string => text(length, "0123456789abcdef");
  return {
    next,
    between: (minimum, maximum) => minimum + next() * (maximum - minimum),
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${text(1, "89ab")}${hex(3)}-${hex(12)}`,
    id: () => hex(32),
    text,
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}
