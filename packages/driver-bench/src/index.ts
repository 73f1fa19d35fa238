export { aCluster } from "./a-cluster.ts";
export { aClusterTemplate } from "./a-cluster-template.ts";
export { aNodeGroup } from "./a-node-group.ts";
export { type GoldenRequest, goldenRequest } from "./golden-request.ts";
export {
  mappedScenario,
  type Scenario,
  scenarioSnapshot,
  usualScenarios,
} from "./scenario.ts";
export { shellcheckFaults } from "./shellcheck-faults.ts";
export { syntaxFault } from "./syntax-fault.ts";
export { writtenFiles } from "./written-files.ts";
