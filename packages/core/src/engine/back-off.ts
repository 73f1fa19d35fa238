const FIRST_MS = 1000;
const MOST_MS = 60_000;

/** How long to wait after that many failures in a row: doubling, at most a minute, with jitter of ±25 %. */
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const base = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(base * (0.75 + random() * 0.5));
}
