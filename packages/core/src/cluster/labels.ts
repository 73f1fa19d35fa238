import { z } from "zod";

/** Driver options of a template, cluster or node group; names and values are text, as on the wire. */
export const labelsSchema = z.record(z.string().min(1), z.string());
export type Labels = Readonly<Record<string, string>>;

/** Labels of a child over those of its parent, the child's winning. */
export function mergeLabels(parent: Labels, child: Labels): Labels {
  return { ...parent, ...child };
}
