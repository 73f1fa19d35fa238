import { describe, expect, it } from "vitest";
import { signalTargets } from "./user-data.ts";

const origin = "http://127.0.0.1:4000";
const endpoint = `${origin}/orchestration/v1/p/stacks/s/i/resources/h/signal`;
const script = `curl -H 'X-Auth-Token: gAAAAA${"x".repeat(90)}' ${endpoint} --data '{}'\n`;
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("signalTargets", () => {
  it("finds a URL with its token in plain text", () => {
    expect(signalTargets(base64(script), origin)).toEqual([
      { url: endpoint, token: `gAAAAA${"x".repeat(90)}` },
    ]);
  });

  it("finds it in a file that cloud-init decodes, wrapped or not", () => {
    const wrapped = base64(script).replaceAll(/(.{76})/g, "$1\n");
    for (const content of [base64(script), wrapped]) {
      const [found] = signalTargets(base64(`#cloud-config\ncontent: ${content}\n`), origin);
      expect(found?.url).toBe(endpoint);
    }
  });

  it("passes over other addresses", () => {
    expect(signalTargets(base64("curl http://elsewhere/signal"), origin)).toEqual([]);
  });
});
