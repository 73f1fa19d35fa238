import type { Token } from "../support/token.ts";

/** Asked for side by side. */
const AT_ONCE = 8;
const TEMPLATE = { heat_template_version: "2018-08-31", resources: {} };

/** Makes stacks without resources in the caller's project; answers their ids. */
export async function makeStacks(token: Token, count: number): Promise<readonly string[]> {
  const heat = token.catalog.find(({ type }) => type === "orchestration");
  const url = heat?.endpoints.find((endpoint) => endpoint.interface === "public")?.url;
  const ids: string[] = [];
  const makeMore = async (first: number) => {
    for (let index = first; index < count; index += AT_ONCE)
      ids[index] = await makeStack(`${url}/stacks`, token.id, `bench-${index}`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => makeMore(index)));
  return ids;
}

async function makeStack(url: string, token: string, name: string): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-auth-token": token },
    body: JSON.stringify({ stack_name: name, template: TEMPLATE }),
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  const { stack } = (await answer.json()) as { stack: { id: string } };
  return stack.id;
}
