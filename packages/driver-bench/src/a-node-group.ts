import { type NodeGroup, nodeGroupSchema } from "@jeroboam/core";

/** Two workers beside the default groups, as core stores them. */
export function aNodeGroup(change: Partial<NodeGroup> = {}): NodeGroup {
  return nodeGroupSchema.parse({
    uuid: "66666666-6666-4666-8666-666666666666",
    name: "more",
    role: "worker",
    isDefault: false,
    nodeCount: 2,
    minNodeCount: 0,
    maxNodeCount: null,
    flavorId: "m1.small",
    imageId: "image-uuid",
    dockerVolumeSizeGib: null,
    labels: {},
    nodeLabels: {},
    nodeTaints: [],
    status: "CREATE_IN_PROGRESS",
    statusReason: null,
    nodeAddresses: [],
    backingRef: null,
    createdAt: new Date("2026-01-01T00:00:00Z"),
    updatedAt: null,
    ...change,
  });
}
