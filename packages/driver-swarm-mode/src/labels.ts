import type { Labels } from "@jeroboam/core";
import { z } from "zod";

const known = {
  /** Nova's availability zone of all nodes. */
  availability_zone: z.string().min(1).optional(),
  /** Cinder's type of the Docker volumes. */
  docker_volume_type: z.string().min(1).optional(),
  /** Addresses of a network that the cluster makes for itself. */
  fixed_subnet_cidr: z.cidrv4().optional(),
  /** Accepted for the sake of old cluster templates; REX-Ray is not installed. */
  rexray_preempt: z.enum(["true", "false", "True", "False"]).optional(),
};

const schema = z.strictObject(known, {
  error: (issue) =>
    issue.code === "unrecognized_keys"
      ? `Unknown label ${issue.keys.join(", ")}; swarm-mode knows ${Object.keys(known).join(", ")}.`
      : undefined,
});
export type SwarmModeLabels = z.output<typeof schema>;

/** The labels of a swarm-mode cluster. */
// Labels are text by contract; to the type checker an optional key might hold undefined.
export const swarmModeLabelsSchema = schema as unknown as z.ZodType<SwarmModeLabels, Labels>;
