import type { HotMap, HotValue, PropertiesSchema } from "@jeroboam/hot";
import { textOf } from "../../json.ts";
import type { Heat } from "../heat.ts";
import { pythonJson } from "../python-json.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { referenceOf } from "../stack-runtime.ts";
import type { HeatResource } from "../stack.ts";
import { type KeptSignal, signalsOf } from "./wait-condition-handles.ts";

/** The names of the properties, which the Amazon form capitalises. */
interface Spelling {
  readonly handle: string;
  readonly timeout: string;
  readonly count: string;
  readonly data: string;
}

const ownSpelling: Spelling = {
  handle: "handle",
  timeout: "timeout",
  count: "count",
  data: "data",
};
const awsSpelling: Spelling = {
  handle: "Handle",
  timeout: "Timeout",
  count: "Count",
  data: "Data",
};

function handleOf(heat: Heat, condition: HeatResource, properties: HotMap, spelling: Spelling) {
  const wanted = properties[spelling.handle];
  return [...condition.stack.resources.values()].find(
    (one) => one.type.includes("WaitConditionHandle") && referenceOf(heat, one) === wanted,
  );
}

function reasons(signals: readonly KeptSignal[], status: string): string {
  return signals
    .filter((one) => one.status === status)
    .map((one) => one.reason)
    .join(";");
}

function waitForSignals(spelling: Spelling) {
  return (scope: ResourceScope): void => {
    const { heat, resource, properties } = scope;
    const handle = handleOf(heat, resource, properties, spelling);
    if (!handle) {
      const name = textOf(properties[spelling.handle]);
      scope.fail("ValueError", `${name} is not a valid wait condition handle.`);
      return;
    }
    const count = Number(properties[spelling.count] ?? 1);
    if (handle.properties["signal_transport"] === "NO_SIGNAL") {
      scope.finish();
      return;
    }
    const end = (act: () => void): void => {
      heat.signalListeners.delete(look);
      act();
    };
    const look = (signalled: HeatResource): void => {
      if (signalled !== handle) return;
      if (!resource.operation) {
        heat.signalListeners.delete(look);
        return;
      }
      const signals = [...signalsOf(handle).values()];
      if (signals.some((one) => one.status !== "SUCCESS")) {
        end(() => scope.fail("WaitConditionFailure", reasons(signals, "FAILURE")));
      } else if (signals.length >= count) end(() => scope.finish());
    };
    heat.signalListeners.add(look);
    scope.after(Number(properties[spelling.timeout]) * 1000, () => {
      const signals = [...signalsOf(handle).values()];
      const received = reasons(signals, "SUCCESS");
      end(() =>
        scope.fail(
          "WaitConditionTimeout",
          `${signals.length} of ${count} received${received === "" ? "" : ` - ${received}`}`,
        ),
      );
    });
    look(handle);
  };
}

function waitConditionType(
  type: string,
  spelling: Spelling,
  timeoutType: "number" | "integer",
): ResourceType {
  const properties: PropertiesSchema = {
    [spelling.handle]: { type: "string", required: true },
    [spelling.timeout]: {
      type: timeoutType,
      required: true,
      constraints: [{ range: { min: 1, max: 43_200 } }],
    },
    [spelling.count]: {
      type: "integer",
      default: 1,
      updateAllowed: true,
      constraints: [{ range: { min: 1 } }],
    },
  };
  return {
    type,
    properties,
    hasNoPhysicalId: true,
    attributes: [spelling.data],
    create: waitForSignals(spelling),
    update: waitForSignals(spelling),
    delete: (scope) => {
      const handle = handleOf(scope.heat, scope.resource, scope.resource.properties, spelling);
      if (handle) handle.metadata = {};
      scope.finish();
    },
    attribute: (heat, resource, name): HotValue => {
      if (name !== spelling.data) return null;
      const handle = handleOf(heat, resource, resource.properties, spelling);
      if (!handle) return "";
      const data = [...signalsOf(handle)].map(
        ([id, one]) => `${JSON.stringify(id)}: ${pythonJson(one.data)}`,
      );
      return `{${data.join(", ")}}`;
    },
  };
}

/** What waits for guests' signals. */
export const waitConditionTypes: readonly ResourceType[] = [
  waitConditionType("OS::Heat::WaitCondition", ownSpelling, "number"),
  waitConditionType("AWS::CloudFormation::WaitCondition", awsSpelling, "integer"),
];
