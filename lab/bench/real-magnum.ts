import { logIn } from "../support/token.ts";

/** A real Magnum, and a token of the project whose clusters it has. */
export interface RealMagnum {
  /** Ends with /v1. */
  readonly url: string;
  readonly token: string;
}

/** The Magnum to compare with; says why where there is none. */
export async function realMagnum(): Promise<RealMagnum | undefined> {
  const url = process.env["JEROBOAM_BENCH_MAGNUM"];
  if (url !== undefined) return { url, token: (await logIn("demo2")).id };
  process.stderr.write("no real Magnum to compare with: set JEROBOAM_BENCH_MAGNUM to its /v1\n");
  return undefined;
}

/** The path of a cluster that it has. */
export async function pathOfItsCluster({ url, token }: RealMagnum): Promise<string> {
  const answer = await fetch(`${url}/clusters?limit=1`, { headers: { "x-auth-token": token } });
  const { clusters } = (await answer.json()) as { clusters?: readonly { uuid: string }[] };
  const [first] = clusters ?? [];
  if (!first) throw new Error(`${url} has no cluster in the project demo2 (${answer.status})`);
  return `/clusters/${first.uuid}`;
}
