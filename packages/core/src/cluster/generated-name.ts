const LETTERS = [
  "alpha",
  "beta",
  "gamma",
  "delta",
  "epsilon",
  "zeta",
  "eta",
  "theta",
  "iota",
  "kappa",
  "lambda",
  "mu",
  "nu",
  "xi",
  "omicron",
  "pi",
  "rho",
  "sigma",
  "tau",
  "upsilon",
  "phi",
  "chi",
  "psi",
  "omega",
] as const;

/**
 * A name for what was created without one: a Greek letter, a number from 1 to 24, and the kind.
 *
 * @upstream magnum/common/name_generator.py `NameGenerator`
 */
export function generatedName(kind: string, random: () => number = Math.random): string {
  const letter = LETTERS[Math.floor(random() * LETTERS.length)] ?? "alpha";
  return `${letter}-${1 + Math.floor(random() * 24)}-${kind}`;
}
