import { knownLabels } from "@jeroboam/core";
import { z } from "zod";

/** The labels of a swarm-mode cluster. */
export const swarmModeLabelsSchema = knownLabels("swarm-mode", {
  /** Nova's availability zone of all nodes. */
  availability_zone: z.string().min(1).optional(),
  /** Cinder's type of the Docker volumes. */
  docker_volume_type: z.string().min(1).optional(),
  /** Addresses of a network that the cluster makes for itself. */
  fixed_subnet_cidr: z.cidrv4().optional(),
  /** Accepted for the sake of old cluster templates; REX-Ray is not installed. */
  rexray_preempt: z.enum(["true", "false", "True", "False"]).optional(),
});
export type SwarmModeLabels = z.output<typeof swarmModeLabelsSchema>;
