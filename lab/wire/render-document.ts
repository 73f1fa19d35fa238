import type { Comparison } from "./compare-recordings.ts";
import { type Explained, KINDS } from "./difference-rule.ts";
import { SCRIPT } from "./script.ts";

const MEANING = {
  "newer Magnum":
    "The peer is the Magnum of OpenStack Zed (15.0.1, microversion 1.10); this server follows the newest reference.",
  "other set-up": "The peer runs other drivers, other settings or another HTTP server.",
  improvement: "This server departs on purpose.",
} as const;

/** The page that says what was compared and why what differs may differ. */
export function renderDocument(comparison: Comparison): string {
  const { requests, equal, fields, explained } = comparison;
  return [
    "# Wire comparison with real Magnum",
    "",
    `One script of **${requests} requests** is sent to a real Magnum 15.0.1 (OpenStack Zed; only its swarm templates`,
    "were mended, which Heat refuses otherwise) and to this server with `--policy-defaults legacy`, before the same",
    "Keystone, Heat, Nova, Neutron, Glance and Barbican. Status, the headers that a client can tell servers apart by",
    "and the whole body are compared field by field, after uuids, dates, addresses and PEM blocks have been written as",
    "placeholders.",
    "",
    `**${equal}** answers are equal in every field but the version headers; in the others **${fields}** fields differ, each`,
    `for one of the **${explained.length}** reasons below. No difference is without a reason, and a reason that nothing needs`,
    "any more fails the comparison.",
    "",
    "These numbers and this page are made by `pnpm test:openstack wire-comparison` on a cloud with a real Magnum",
    "(`JEROBOAM_LAB_PEER`, http://127.0.0.1:9521 where unset). It also keeps what that Magnum answered in",
    "`lab/wire/recorded/`, against which every test run compares this server on the simulated cloud, with both",
    "generations of policies: `vitest run --project wire` (`--update` renders this page anew).",
    "",
    "| what is asked | requests |",
    "| --- | ---: |",
    ...SCRIPT.map(({ title, steps }) => `| ${title} | ${steps.length} |`),
    "",
    ...KINDS.flatMap((kind) => [
      `## ${kind}`,
      "",
      MEANING[kind],
      "",
      "| reason | field | answers | for example |",
      "| --- | --- | ---: | --- |",
      ...explained.filter(({ rule }) => rule.kind === kind).map(row),
      "",
    ]),
  ].join("\n");
}

function row({ rule, differences }: Explained): string {
  const answers = new Set(differences.map(({ step }) => step)).size;
  const [first] = differences;
  return `| ${cell(rule.reason)} | \`${cell(first?.field ?? "")}\` | ${answers} | ${cell(first?.step ?? "")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
