import { serverBench } from "./server-bench.ts";

export const CLUSTER = "/v1/clusters/c1";
export const TEMPLATE = "/v1/clustertemplates/swarm";

/** A bench with a complete cluster, c1, of a template, swarm. */
export async function withCluster() {
  const bench = serverBench();
  await bench.template();
  await bench.cluster();
  await bench.settle();
  const patchNodes = (nodeCount: number, headers: Record<string, string>) =>
    bench.call("PATCH", CLUSTER, {
      body: [{ op: "replace", path: "/node_count", value: nodeCount }],
      headers,
    });
  const tagOf = async (path: string) => String((await bench.call("GET", path)).headers.etag);
  return { ...bench, patchNodes, tagOf };
}
