import { parseArgs } from "node:util";
import { messageOf } from "@jeroboam/core";

/** What can be measured, and what each is in a few words. */
const MEASURED = {
  list: "pages of 100 clusters, requests a second",
  show: "one cluster, requests a second",
  pages: "all pages once, the slowest in a hundred",
  memory: "what the server has in memory",
  "idle-calls": "calls to the cloud while nothing changes; takes seven minutes",
  certificates: "authorities and clients' certificates a second, and what lists suffer by it",
  creates: "accepted creates a second, and when all are complete",
} as const;
type Measured = keyof typeof MEASURED;

const DEFAULTS = { clusters: "10000", creates: "1000" };

export const HELP = `pnpm bench [--only NAME,...] [--clusters N] [--creates N] [--json FILE]

${Object.entries(MEASURED)
  .map(([name, what]) => `  ${name.padEnd(14)}${what}`)
  .join("\n")}

  --only        what is measured; default: everything
  --clusters    clusters that are there already; default ${DEFAULTS.clusters}
  --creates     clusters that are made; default ${DEFAULTS.creates}
  --json        writes the figures into that file too

JEROBOAM_BENCH_MAGNUM=http://host:port/v1 names a real Magnum to compare with (docs/performance.md).
`;

export interface BenchOptions {
  readonly clusters: number;
  readonly creates: number;
  /** A file for the figures. */
  readonly json?: string;
  wants(name: Measured): boolean;
}

/** Reads the command line; `wrong` says what it cannot be. */
export function benchOptions(
  args: readonly string[],
): BenchOptions | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        json: { type: "string" },
        only: { type: "string", default: Object.keys(MEASURED).join(",") },
        clusters: { type: "string", default: DEFAULTS.clusters },
        creates: { type: "string", default: DEFAULTS.creates },
      },
    });
    if (values.help) return { help: true };
    const wanted = values.only.split(",");
    const unknown = wanted.filter((name) => !Object.hasOwn(MEASURED, name));
    if (unknown.length > 0) return { wrong: `--only does not know ${unknown.join(", ")}` };
    return {
      clusters: count("--clusters", values.clusters),
      creates: count("--creates", values.creates),
      ...(values.json !== undefined && { json: values.json }),
      wants: (name) => wanted.includes(name),
    };
  } catch (error) {
    return { wrong: messageOf(error) };
  }
}

function count(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${flag} has to be a number from 1, not ${text}`);
  return Number(text);
}
