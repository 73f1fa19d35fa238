import { type ClusterTemplate, clusterTemplateSchema } from "@jeroboam/core";

/** A template as core stores it; what is not said is as `clusterTemplateSchema` has it. */
export function aClusterTemplate(
  change: Partial<ClusterTemplate> & Pick<ClusterTemplate, "coe">,
): ClusterTemplate {
  return clusterTemplateSchema.parse({
    uuid: "11111111-1111-4111-8111-111111111111",
    version: 1,
    name: change.coe,
    projectId: "project",
    userId: "user",
    imageId: "debian-12",
    clusterDistro: "debian",
    createdAt: new Date("2026-01-01T00:00:00Z"),
    updatedAt: null,
    ...change,
  });
}
