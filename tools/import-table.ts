/** What the source of one package, tests aside, may import. */
export interface ImportRule {
  readonly packages: readonly string[];
  /** Package name → the path prefixes of the files that may import it. */
  readonly onlyUnder?: Readonly<Record<string, readonly string[]>>;
  /** The same, for `import type` alone: nothing of the package is loaded. */
  readonly onlyTypesUnder?: Readonly<Record<string, readonly string[]>>;
  /** Whether the package may reach files, processes and the network through node's own modules. */
  readonly inputOutput: boolean;
}

const DRIVER: ImportRule = {
  packages: ["@jeroboam/core", "@jeroboam/heat", "zod"],
  inputOutput: true,
};

/** Package folder → what it may import. `ARCHITECTURE.md` gives the reasons. */
export const IMPORT_TABLE: Readonly<Record<string, ImportRule>> = {
  core: {
    packages: ["zod"],
    onlyUnder: { "node-forge": ["src/certificates/"] },
    inputOutput: false,
  },
  "openstack-client": {
    packages: ["ky", "zod", "yaml"],
    onlyTypesUnder: { "@jeroboam/core": ["src/cloud/"] },
    inputOutput: true,
  },
  hot: { packages: ["yaml", "zod"], inputOutput: false },
  heat: {
    packages: ["@jeroboam/core", "@jeroboam/hot", "handlebars", "yaml"],
    inputOutput: true,
  },
  "driver-kubernetes": DRIVER,
  "driver-mesos": DRIVER,
  "driver-swarm": DRIVER,
  "driver-swarm-mode": DRIVER,
  "driver-testkit": {
    packages: [
      "@jeroboam/core",
      "@jeroboam/heat",
      "@jeroboam/openstack-client",
      "@jeroboam/openstack-simulator",
      "vitest",
    ],
    inputOutput: true,
  },
  "openstack-simulator": {
    packages: ["@jeroboam/hot", "fastify", "yaml", "zod"],
    inputOutput: true,
  },
  "sql-store": {
    packages: ["@jeroboam/core", "better-sqlite3", "kysely", "mysql2", "pg"],
    inputOutput: true,
  },
  "driver-bench": { packages: ["@jeroboam/core"], inputOutput: true },
  "test-engines": { packages: [], inputOutput: true },
  server: {
    packages: [
      "@jeroboam/core",
      "@jeroboam/heat",
      "@jeroboam/openstack-client",
      "@jeroboam/sql-store",
      "commander",
      "fastify",
      "memjs",
      "prom-client",
      "rabbitmq-client",
      "yaml",
      "zod",
    ],
    // The library gets its drivers handed in; only the executable names them.
    onlyUnder: {
      "@jeroboam/driver-kubernetes": ["src/main.ts", "src/bin/"],
      "@jeroboam/driver-swarm-mode": ["src/main.ts", "src/bin/"],
    },
    inputOutput: true,
  },
};

/** The modules of node that read, write, listen or start something. */
export const INPUT_OUTPUT_MODULES: readonly string[] = [
  "node:child_process",
  "node:cluster",
  "node:dgram",
  "node:fs",
  "node:fs/promises",
  "node:http",
  "node:http2",
  "node:https",
  "node:net",
  "node:sqlite",
  "node:tls",
  "node:worker_threads",
];
