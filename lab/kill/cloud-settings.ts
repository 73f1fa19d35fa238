/** Simulated milliseconds in a real one. */
export const CLOUD_SPEED = 60;
/** Of every user of the simulated cloud. */
export const PASSWORD = "labpass";
