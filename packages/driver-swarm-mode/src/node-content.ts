import type { MappingSource, NodeDeclaration } from "@jeroboam/heat";
import { apiPort } from "./api-port.ts";
import type { SwarmModeLabels } from "./labels.ts";

/** The driver's own scripts, in `templates/scripts`. */
export const SCRIPTS = [
  "docker-package.sh",
  "certificates.sh",
  "docker-daemon.sh",
  "swarm.sh",
  "turn.sh",
] as const;

/**
 * What a node of a swarm does and knows.
 *
 * @param engineLabels - Each `name=value`.
 */
export function nodeContent(
  source: MappingSource<SwarmModeLabels>,
  engineLabels: readonly string[],
): NodeDeclaration {
  const storageDriver = source.template.dockerStorageDriver ?? "";
  return {
    steps: [
      "openstack-ca",
      "proxy",
      "docker-package",
      "volume",
      "metadata-guard",
      "certificates",
      "docker-daemon",
      "swarm",
      "refresh-timer",
    ],
    refreshSteps: ["new-login", "certificates", "turn", "docker-daemon", "swarm"],
    scripts: SCRIPTS,
    certificates: ["/etc/docker/server.crt"],
    settings: {
      API_PORT: apiPort(source.template),
      DOCKER_STORAGE_DRIVER: storageDriver,
      VOLUME_MOUNT: "/var/lib/docker",
      VOLUME_SERVICES: "docker.socket docker.service",
      VOLUME_FILESYSTEM: storageDriver === "btrfs" ? "btrfs" : "ext4",
    },
    heatSettings: ["ROLE", "API_ADDRESSES"],
    files: [
      {
        path: "/etc/docker/daemon.json",
        permissions: "0644",
        content: `${JSON.stringify({ ...daemonSettings(source), labels: engineLabels }, null, 2)}\n`,
      },
    ],
  };
}

/** Docker's daemon.json; sockets are on the command line, where distributions put theirs. */
function daemonSettings({
  template,
}: MappingSource<SwarmModeLabels>): Readonly<Record<string, unknown>> {
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
