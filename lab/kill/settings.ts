/** Simulated milliseconds in a real one. */
export const CLOUD_SPEED = 60;
/** How long a process that died keeps its operations. */
export const LEASE_SECONDS = 3;
/** Of every user of the simulated cloud. */
export const PASSWORD = "labpass";
