import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const conditions = ["@jeroboam/source", "node", "default"];

/** Unit tests stand beside their source; what needs a whole package set-up stands in its `test/`. */
const packages = readdirSync(new URL("packages/", import.meta.url)).map((name) => ({
  extends: true as const,
  test: { name, root: `packages/${name}`, include: ["src/**/*.test.ts", "test/**/*.test.ts"] },
}));

const tools = { extends: true as const, test: { name: "tools", include: ["tools/*.test.ts"] } };

/** Three controllers on this machine, as the example sets them up. */
const ha = {
  extends: true as const,
  test: {
    name: "ha",
    include: ["examples/ha/test/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
};

/** What real Magnum answered, replayed against the server on the simulated cloud. */
const wire = { extends: true as const, test: { name: "wire", include: ["lab/wire/*.test.ts"] } };

/** Tests against a running cloud; each prints why it skips where there is none. */
const lab = (name: string) => ({
  extends: true as const,
  test: {
    name: `lab-${name}`,
    include: [`lab/${name}/**/*.test.ts`],
    testTimeout: 15 * 60_000,
    hookTimeout: 5 * 60_000,
    fileParallelism: false,
  },
});

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    restoreMocks: true,
    // No key, password or token may be in what a test writes.
    setupFiles: [new URL("tools/secret-watch/setup.ts", import.meta.url).pathname],
    projects: [...packages, tools, ha, wire, lab("openstack"), lab("guests"), lab("kill")],
  },
});
