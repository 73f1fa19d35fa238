import { pythonText } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { isList, isMap, type HotValue } from "../value.ts";
import type { Template } from "./template.ts";

/** Checks that groups name existing parameters, each once. */
export function checkParameterGroups({ parameterGroups, parameters }: Template): void {
  const grouped = new Set<HotValue>();
  for (const group of parameterGroups) {
    const { label = "", parameters: names = null } = isMap(group) ? group : {};
    const failed = (message: string): TemplateError =>
      new TemplateError("StackValidationFailed", message, {
        label: "Parameter Groups error",
        path: ["parameter_groups", pythonText(label)],
      });
    if (names === null) throw failed("The parameters must be provided for each parameter group.");
    if (!isList(names)) throw failed("The parameters of parameter group should be a list.");
    for (const name of names) {
      if (grouped.has(name)) {
        throw failed(
          `The ${pythonText(name)} parameter must be assigned to one parameter group only.`,
        );
      }
      grouped.add(name);
      if (typeof name !== "string" || !Object.hasOwn(parameters, name)) {
        throw failed(
          `The grouped parameter ${pythonText(name)} does not reference a valid parameter.`,
        );
      }
    }
  }
}
