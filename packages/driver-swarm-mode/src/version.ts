/** The driver's name; it changes when clusters of the former one could no longer be updated. */
export const DRIVER_NAME = "swarm_mode_v1";

/** Docker comes from the node's image or its distribution, so its version is not ours to say. */
export const CONTAINER_VERSION: string | null = null;
