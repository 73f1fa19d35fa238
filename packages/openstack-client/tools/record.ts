import { readFileSync, writeFileSync } from "node:fs";
import { createSession, loadCloudsYaml } from "../src/index.ts";
import { anonymised, bodyOf, type Exchange, type Recording } from "../test/exchange.ts";
import { scenarios } from "../test/scenarios/scenarios.ts";

/**
 * Plays the scenarios against a real cloud and writes down every exchange, secrets taken out.
 *
 * Usage: OS_CLIENT_CONFIG_FILE=clouds.yaml node tools/record.ts [scenario …]
 * Each scenario names its cloud in clouds.yaml (`demo`, `admin`).
 */
const HEADERS = ["content-type", "location", "x-openstack-request-id", "x-subject-token"];
const folder = new URL("../test/fixtures/", import.meta.url);

for (const [name, { cloud, play }] of Object.entries(scenarios)) {
  if (process.argv.length > 2 && !process.argv.includes(name)) continue;
  const exchanges: Exchange[] = [];
  const recording: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const sent = anonymised(bodyOf(await request.clone().text()));
    const response = await fetch(request);
    const { pathname, search } = new URL(request.url);
    const headers = HEADERS.flatMap((header) => {
      const value = response.headers.get(header);
      return value === null ? [] : [[header, String(anonymised(value))]];
    });
    exchanges.push({
      method: request.method,
      path: `${pathname}${search}`,
      ...(sent === undefined ? {} : { sent }),
      status: response.status,
      headers: Object.fromEntries(headers),
      reply: anonymised(bodyOf(await response.clone().text())),
    });
    return response;
  };
  const session = createSession({ ...(await loadCloudsYaml(cloud)), fetch: recording });
  await play(session, (ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const file = new URL(`${name}.json`, folder);
  writeFileSync(file, `${JSON.stringify(recordingOf(name, exchanges), null, 2)}\n`);
  console.log(`${name}: ${exchanges.length} exchanges, ${readFileSync(file).length} bytes`);
}

function recordingOf(name: string, exchanges: readonly Exchange[]): Recording {
  return { _source: `OpenStack Zed, scenario ${name}, recorded by tools/record.ts`, exchanges };
}
