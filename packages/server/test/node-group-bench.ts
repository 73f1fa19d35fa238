import { serverBench } from "./server-bench.ts";

export const PATH = "/v1/clusters/c1/nodegroups";

export const replace = (path: string, value: unknown) => ({
  body: [{ op: "replace", path, value }],
});

/** A server with a cluster of two nodes that is complete. */
export async function nodeGroupBench() {
  const bench = serverBench();
  await bench.template({ labels: { colour: "red", size: "1" } });
  const uuid = await bench.cluster({ node_count: 2 });
  await bench.settle();
  const add = async (body: object = {}) => {
    const answer = await bench.call("POST", PATH, { body: { name: "big", ...body } });
    await bench.settle();
    return answer;
  };
  const show = async (group: string) => (await bench.call("GET", `${PATH}/${group}`)).body;
  const refusal = async (...asked: Parameters<typeof bench.call>) => {
    const { status, body } = await bench.call(...asked);
    return [status, body.errors?.[0].detail];
  };
  return { ...bench, uuid, add, show, refusal };
}
