/** The driver's name; it changes when clusters of the former one could no longer be updated. */
export const DRIVER_NAME = "kubernetes_v1";

/** containerd comes from the node's image, so its version is not ours to say. */
export const CONTAINER_VERSION: string | null = null;
