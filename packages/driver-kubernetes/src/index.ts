export { kubernetes, kubernetesDefinition } from "./driver.ts";
export { type KubernetesLabels, kubernetesLabelsSchema } from "./labels.ts";
