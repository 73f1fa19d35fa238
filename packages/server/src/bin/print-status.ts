import type { ServiceOptions } from "../service-options.ts";
import { brokerFinding } from "./broker-status.ts";
import { cloudFindings } from "./cloud-status.ts";
import type { CommandCall } from "./command-call.ts";
import { databaseFindings } from "./database-status.ts";
import type { Finding } from "./finding.ts";
import { textTable } from "./text-table.ts";

/**
 * Looks at all that the service needs and says what it found.
 *
 * @upstream magnum/cmd/status.py, oslo_upgradecheck: 0 all is well, 1 something should be looked at, 2 something has to be
 */
export async function printStatus(
  options: ServiceOptions,
  { json, print, columns }: Pick<CommandCall, "columns" | "json" | "print">,
): Promise<number> {
  const found = await Promise.all([
    databaseFindings(options),
    cloudFindings(options),
    brokerFinding(options),
  ]);
  const findings = found.flat();
  const code = exitCode(findings);
  print(
    json
      ? `${JSON.stringify({ code, checks: findings }, null, 2)}\n`
      : textTable(
          ["check", "result", "details"],
          findings.map(({ name, level, detail }) => [name, level, detail]),
          columns,
        ),
  );
  return code;
}

function exitCode(findings: readonly Finding[]): number {
  if (findings.some(({ level }) => level === "failure")) return 2;
  return findings.some(({ level }) => level === "warning") ? 1 : 0;
}
