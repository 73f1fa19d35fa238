import { type ClusterDriver, defineDriver } from "@jeroboam/core";
import { z } from "zod";

const never = async (): Promise<never> => {
  throw new Error("no cluster was ever let in");
};

/** Lets tests make Kubernetes templates where no driver makes Kubernetes clusters of such images; every cluster is refused. */
export const kubernetesOnPaper: ClusterDriver = defineDriver({
  contractVersion: 1,
  name: "kubernetes_on_paper",
  stability: "beta",
  provides: ["fedora-atomic", "fedora-coreos"].map((os) => ({
    serverType: "vm" as const,
    os,
    coe: "kubernetes",
  })),
  requires: [],
  containerVersion: null,
  labels: z.record(z.string(), z.string()),
  validate: () => [
    {
      path: [],
      code: "JRB_CLUSTER_TYPE_NOT_SUPPORTED",
      message: "this driver takes Kubernetes templates only; choose a template of another COE",
    },
  ],
  createCluster: never,
  updateCluster: never,
  deleteCluster: never,
  observeCluster: never,
});
