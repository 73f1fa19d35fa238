import type { MappingSource, RenderValues, TemplateSource } from "@jeroboam/heat";
import { HeatDriverError, render } from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import type { SwarmModeLabels } from "./labels.ts";

/** What a node runs, in `templates/scripts`; `run.sh` says in which order. */
export const SCRIPTS = [
  "run.sh",
  "retry.sh",
  "proxy.sh",
  "docker-package.sh",
  "docker-volume.sh",
  "certificates.sh",
  "docker-daemon.sh",
  "swarm.sh",
  "signal.sh",
] as const;

/**
 * The values of `user-data.yaml.hbs`: the files that cloud-init writes on every node.
 *
 * @param engineLabels - Each `name=value`.
 */
export function nodeFiles(
  source: MappingSource<SwarmModeLabels>,
  templates: TemplateSource,
  engineLabels: readonly string[],
): RenderValues {
  const { cluster, template, endpoints } = source;
  const file = (path: string) => {
    const text = templates.read(path);
    if (text === undefined)
      throw new HeatDriverError("JRB_TEMPLATE_FILE_MISSING", `${path} does not exist.`);
    return text;
  };
  const rendered = (path: string, values: RenderValues) => render(path, file(path), values);

  return {
    settings: rendered("settings.hbs", {
      apiPort: apiPort(template),
      clusterUuid: cluster.uuid,
      magnumUrl: endpoints.containerInfra,
      authUrl: endpoints.identity,
      tlsDisabled: template.tlsDisabled,
      dockerStorageDriver: template.dockerStorageDriver ?? "",
    }),
    proxy: rendered("proxy.hbs", {
      httpProxy: template.httpProxy ?? "",
      httpsProxy: template.httpsProxy ?? "",
      noProxy: template.noProxy ?? "",
    }),
    daemon: daemonJson({ ...daemonSettings(source), labels: engineLabels }),
    scripts: SCRIPTS.map((name) => ({ name, content: file(`scripts/${name}`) })),
  };
}

/** Heat replaces names between @ signs by secrets too, and everybody may read this file. */
function daemonJson(settings: RenderValues): string {
  return `${JSON.stringify(settings, null, 2).replaceAll("@", String.raw`\u0040`)}\n`;
}

/** Docker's daemon.json; sockets are on the command line, where distributions put theirs. */
function daemonSettings({ template }: MappingSource<SwarmModeLabels>): RenderValues {
  const storageDriver = template.dockerStorageDriver;
  return {
    ...(template.insecureRegistry && { "insecure-registries": [template.insecureRegistry] }),
    // Fedora Atomic passes its own on the command line, and Docker refuses the same twice.
    ...(storageDriver && template.clusterDistro !== "fedora-atomic"
      ? { "storage-driver": storageDriver }
      : {}),
    ...(template.tlsDisabled
      ? {}
      : {
          tlsverify: true,
          tlscacert: "/etc/docker/ca.crt",
          tlscert: "/etc/docker/server.crt",
          tlskey: "/etc/docker/server.key",
        }),
  };
}
