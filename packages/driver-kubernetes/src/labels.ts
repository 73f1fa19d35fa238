import { knownLabels } from "@jeroboam/core";
import { z } from "zod";

/** The labels of a Kubernetes cluster. */
export const kubernetesLabelsSchema = knownLabels("kubernetes", {
  /** Nova's availability zone of all nodes. */
  availability_zone: z.string().min(1).optional(),
  /** Who makes the containers' control groups. */
  cgroup_driver: z.enum(["cgroupfs", "systemd"]).optional(),
  /** Nodes run containerd, whatever old templates say of Docker. */
  container_runtime: z.literal("containerd").optional(),
  /** Where the pause image is pulled from when the machine's image brings none; ends in a slash. */
  container_infra_prefix: z
    .string()
    .regex(
      /^([A-Za-z0-9][A-Za-z0-9._:/-]*\/)?$/,
      "is a registry, with or without a path, and ends in /",
    )
    .optional(),
  /** Cinder's type of the volumes for containers. */
  docker_volume_type: z.string().min(1).optional(),
  /** Addresses of a network that the cluster makes for itself. */
  fixed_subnet_cidr: z.cidrv4().optional(),
  /** Routes between the nodes are what is there; nothing wraps the pods' packets. */
  flannel_backend: z.literal("host-gw").optional(),
  /** Addresses of all pods. */
  flannel_network_cidr: z.cidrv4().default("10.100.0.0/16"),
  /** Bits that name a node's own range of them. */
  flannel_network_subnetlen: z
    .string()
    .regex(/^(1[6-9]|2[0-9])$/, "is a number from 16 to 29")
    .default("24"),
  /** The version of Kubernetes that the image holds; nodes refuse to start with another one. */
  kube_tag: z
    .string()
    .regex(/^v\d+\.\d+\.\d+(-[A-Za-z0-9._-]+)?$/, "is a version such as v1.30.4")
    .optional(),
  /** Addresses of services. */
  service_cluster_ip_range: z.cidrv4().default("10.254.0.0/16"),
});
export type KubernetesLabels = z.output<typeof kubernetesLabelsSchema>;
