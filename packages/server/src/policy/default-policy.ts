import { createPolicy } from "./create-policy.ts";

/** Magnum's own rules of today. */
export const defaultPolicy = createPolicy();
