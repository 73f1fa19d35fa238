import type { Runtime } from "../evaluation/evaluation-context.ts";
import { deferred } from "../value.ts";

/** Knows nothing: every reference and attribute is deferred. For plans. */
export const planRuntime: Runtime = {
  referenceOf: (name) => deferred(name),
  attributeOf: (name, path) => deferred([name, ...path].join(".")),
};

/** Answers as Heat does before anything exists: references are names, attributes null. */
export const previewRuntime: Runtime = {
  referenceOf: (name) => name,
  attributeOf: () => null,
};
