import { isMissing } from "@jeroboam/test-engines";
import { describe, expect, it } from "vitest";
import { killTest } from "./kill-test.ts";
import type { KillOptions } from "./options.ts";
import { quotaRace } from "./quota-race.ts";
import { brokenText, reportText } from "./report.ts";

/** Short enough for every change; `pnpm test:kill` runs as long as it is told to. */
const BOUNDED = { kills: 8, minutes: 0.35, clients: 5 } as const;

describe("whatever process is killed at whatever moment", () => {
  it.for<Omit<KillOptions, keyof typeof BOUNDED>>([
    {
      database: "sqlite",
      broker: false,
      certificates: "x509keypair",
      credentials: "trust",
      seed: "one process",
    },
    {
      database: "mariadb",
      broker: true,
      certificates: "barbican",
      credentials: "application-credential",
      seed: "several processes",
    },
    {
      database: "postgresql",
      broker: true,
      certificates: "local",
      credentials: "service-user",
      seed: "several processes too",
    },
  ])(
    "everything accepted comes to its end on $database, and nothing is left",
    async (run, { skip }) => {
      const report = await killTest({ ...BOUNDED, ...run });
      if (isMissing(report)) return skip(report.missing);
      console.log(reportText(report));
      expect(brokenText(report)).toEqual([]);
      expect(report.kills).toBeGreaterThan(0);
    },
  );
});

describe("a limit of 37 clusters", () => {
  it.for(["mariadb", "galera", "postgresql"] as const)(
    "lets exactly 37 of 1000 requests in that three processes get at once on %s",
    async (database, { skip }) => {
      const complaints = await quotaRace({ database, limit: 37, requests: 1000 });
      if ("missing" in complaints) return skip(complaints.missing);
      expect(complaints).toEqual([]);
    },
  );
});
