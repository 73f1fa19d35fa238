import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Enough for the garbage of hundreds of requests. */
const BUSY_YOUNG_MIB = 8;
/** How much of the time a process has something to do that is called busy. */
const BUSY_SHARE = 0.25;
const LOOK_EVERY_MS = 5000;
/** The young generation grows when so many are in use for each MiB that it has, or not at all. */
const MOST_OBJECTS_PER_MIB = 100_000;
const OBJECTS = 1000;

/**
 * Keeps the heap near to what is in use. On a machine with much memory V8 lets it grow to several
 * times that under load, before it looks what can go.
 *
 * The young generation stays as small as it begins, and a process that is busy gets one of about 8 MiB:
 * the small one would have to be collected after every few dozen requests. V8 may take it back, so it
 * is looked at again and again, until it cannot grow.
 */
export function governHeapGrowth(lookEveryMs = LOOK_EVERY_MS): void {
  setFlagsFromString("--heap-growing-percent=50");
  setFlagsFromString("--semi-space-growth-factor=1");
  let before = performance.eventLoopUtilization();
  const look = () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > BUSY_SHARE && !growYoungGeneration()) clearInterval(looking);
  };
  const looking = setInterval(look, lookEveryMs).unref();
}

/**
 * V8 grows it when most of it is in use; its size itself can be told on the command line alone.
 * Answers whether it is as large as it should be now.
 */
function growYoungGeneration(): boolean {
  const mib = youngMib();
  if (mib >= BUSY_YOUNG_MIB) return true;
  setFlagsFromString(`--semi-space-growth-factor=${Math.ceil(BUSY_YOUNG_MIB / mib)}`);
  const inUse: object[] = [];
  while (youngMib() === mib && inUse.length < mib * MOST_OBJECTS_PER_MIB)
    for (let count = 0; count < OBJECTS; count += 1) inUse.push({ count });
  setFlagsFromString("--semi-space-growth-factor=1");
  return youngMib() >= BUSY_YOUNG_MIB;
}

/** Rounded, because V8 keeps some bytes of it for itself. */
function youngMib(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  if (!space) return Number.POSITIVE_INFINITY;
  return Math.round((space.space_used_size + space.space_available_size) / 2 ** 20);
}
