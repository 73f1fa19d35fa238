export { swarmMode, swarmModeDefinition } from "./driver.ts";
export { type SwarmModeLabels, swarmModeLabelsSchema } from "./labels.ts";
