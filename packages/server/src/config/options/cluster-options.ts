import {
  AFFINITY_POLICIES,
  CERT_MANAGER_TYPES,
  type KeyUsage,
  REQUESTABLE_EXTENSIONS,
} from "@jeroboam/core";
import { keyUsages } from "../../option-values/choice-value.ts";
import {
  becomes,
  ignored,
  instead,
  insteadOfTrue,
  type MagnumOption,
  part,
  sets,
} from "../magnum-option.ts";
import { boolean, choice, integer, type Kind, list, name, string } from "../value-kinds.ts";

const usages: Kind<readonly KeyUsage[]> = { label: "list", read: keyUsages };

const NO_DISCOVERY = "nodes know each other from their ports";

const DEFAULT_NETWORK_DRIVER = "--default-network-drivers";
const ALLOWED_NETWORK_DRIVERS = "--allowed-network-drivers";

/** By the name that Magnum has for one or several COEs. */
export const NETWORK_DRIVERS = (["kubernetes", "swarm", "mesos"] as const).map((family) => ({
  coes: family === "swarm" ? ["swarm", "swarm-mode"] : [family],
  standard: part(
    `cluster_template.${family}_default_network_driver`,
    string,
    DEFAULT_NETWORK_DRIVER,
  ),
  allowed: part(
    `cluster_template.${family}_allowed_network_drivers`,
    list,
    ALLOWED_NETWORK_DRIVERS,
  ),
}));

/** What decides how clusters are made. */
export const CLUSTER_OPTIONS: readonly MagnumOption[] = [
  ...NETWORK_DRIVERS.flatMap(({ standard, allowed }) => [standard, allowed]),
  sets("quotas.max_clusters_per_project", integer(0), "maxClustersPerProject"),
  sets("cinder.default_boot_volume_size", integer(0), "defaultBootVolumeSizeGib"),
  sets("cinder.default_docker_volume_type", name, "defaultDockerVolumeType"),
  sets("cinder.default_etcd_volume_type", name, "defaultEtcdVolumeType"),
  sets("cinder.default_boot_volume_type", name, "defaultBootVolumeType"),
  ...ignored("cluster", "etcd_discovery_service_endpoint_format", NO_DISCOVERY),
  sets("cluster.nodes_affinity_policy", choice(AFFINITY_POLICIES), "nodesAffinityPolicy"),
  ...ignored("cluster", "temp_cache_dir", "keys are not written to files"),
  ...ignored("cluster", "pre_delete_lb_timeout", "a delete has the deadline of its operation"),
  ...ignored("cluster", "enabled_definitions", "Magnum itself does not use it"),
  ...ignored(
    "bay",
    "enabled_definitions etcd_discovery_service_endpoint_format temp_cache_dir",
    NO_DISCOVERY,
  ),
  ...ignored("cluster_heat", "max_attempts wait_interval", "Magnum itself does not use them"),
  ...ignored("cluster_heat", "create_timeout", "a request without one has 60 minutes"),
  ...ignored(
    "bay_heat",
    "max_attempts wait_interval bay_create_timeout",
    "Magnum itself does not use them",
  ),
  sets("certificates.cert_manager_type", choice(CERT_MANAGER_TYPES), "certManagerType"),
  sets("certificates.storage_path", name, "certificateDir"),
  insteadOfTrue(
    "x509.allow_ca",
    "nobody but a cluster's own CA may sign; what another one signed would not be believed, because that CA has a path length of 0",
  ),
  sets("x509.term_of_validity", integer(1), "certificateValidityDays"),
  sets("x509.rsa_key_size", integer(2048), "certificateKeyBits"),
  sets("x509.allowed_key_usage", usages, "csrAllowedKeyUsages"),
  becomes(
    "x509.allowed_extensions",
    list,
    "--csr-allowed-extensions, as far as an extension has a meaning; all are chosen here",
    (names) => ({
      csrAllowedExtensions: REQUESTABLE_EXTENSIONS.filter((one) => names.includes(one)),
    }),
  ),
  ...ignored(
    "docker",
    "docker_remote_api_version default_timeout api_insecure ca_file cert_file key_file",
    "no Docker is asked",
  ),
  ...instead(
    "docker_registry",
    "swift_region swift_registry_container",
    "no driver here offers a registry",
  ),
  sets("drivers.verify_ca", boolean, "nodesVerifyCa"),
  sets("drivers.openstack_ca_file", name, "nodesCaFile"),
  ...ignored("drivers", "send_cluster_metrics", "metrics are at --health-port"),
  sets("drivers.disabled_drivers", list, "disabledDrivers"),
  sets("drivers.enabled_beta_drivers", list, "enabledBetaDrivers"),
  sets("drivers.default_driver", name, "defaultDriver"),
  ...instead(
    "kubernetes",
    "post_install_manifest_url",
    "no driver here applies manifests to new clusters",
  ),
  ...ignored("kubernetes", "keystone_auth_default_policy", "nodes have no webhook for Keystone"),
  ...ignored("kubernetes", "health_polling_interval", "clusters are not asked for their health"),
];
