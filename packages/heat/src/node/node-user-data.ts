import { HeatDriverError } from "../heat-driver-error.ts";
import type { MappingSource } from "../mapping/mapping-source.ts";
import type { RenderValues } from "../rendering/render.ts";
import type { TemplateSource } from "../template/template-source.ts";
import { type NodeSettings, nodeSettings } from "./node-settings.ts";
import { shellAssignments } from "./shell-assignments.ts";

/** A file that a node gets. Heat puts nothing into it, whatever its text. */
export interface NodeFile {
  readonly path: string;
  /** Octal, for example `0600`. */
  readonly permissions: string;
  readonly content: string;
}

/** What a driver's nodes do and know, beside what every driver's nodes do and know. */
export interface NodeDeclaration extends NodeSettings {
  /** The driver's own scripts below its `templates/scripts`, with their ending. */
  readonly scripts: readonly string[];
  readonly files?: readonly NodeFile[];
}

/** Scripts that every node has; a driver's script of the same name stands in for a shared one. */
const SHARED_SCRIPTS = [
  "run.sh",
  "retry.sh",
  "openstack-ca.sh",
  "proxy.sh",
  "login.sh",
  "new-login.sh",
  "certificate.sh",
  "volume.sh",
  "metadata-guard.sh",
  "signal.sh",
  "refresh-timer.sh",
  "refresh.sh",
];

/**
 * The values of the shared `user-data.yaml.hbs`: the files that cloud-init writes on a node, of which
 * `run.sh` then runs the steps.
 *
 * @throws {@link HeatDriverError} `JRB_TEMPLATE_FILE_MISSING` for a script or a step that is not there.
 */
export function nodeUserData<L>(
  source: MappingSource<L>,
  templates: TemplateSource,
  node: NodeDeclaration,
): RenderValues {
  const names = new Set([...SHARED_SCRIPTS, ...node.scripts]);
  for (const step of [...node.steps, ...node.refreshSteps])
    if (!names.has(`${step}.sh`)) throw missing(`The script of step ${step}`);
  return {
    settings: nodeSettings(source, node),
    files: [
      { path: "/etc/jeroboam/proxy", permissions: "0644", content: proxy(source) },
      ...openstackCa(source),
      ...(node.files ?? []),
      ...Array.from(names, (name) => ({
        path: `/var/lib/jeroboam/${name}`,
        permissions: "0755",
        content: script(templates, `scripts/${name}`),
      })),
    ],
  };
}

function script(templates: TemplateSource, path: string): string {
  const text = templates.read(path);
  if (text === undefined) throw missing(path);
  return text;
}

function proxy<L>({ template }: MappingSource<L>): string {
  return shellAssignments({
    http_proxy: template.httpProxy ?? "",
    https_proxy: template.httpsProxy ?? "",
    no_proxy: template.noProxy ?? "",
  });
}

function openstackCa<L>({ operator }: MappingSource<L>): readonly NodeFile[] {
  if (operator.openstackCa === undefined) return [];
  const path = "/etc/jeroboam/openstack-ca.pem";
  return [{ path, permissions: "0644", content: operator.openstackCa }];
}

function missing(what: string): HeatDriverError {
  return new HeatDriverError("JRB_TEMPLATE_FILE_MISSING", `${what} does not exist.`);
}
