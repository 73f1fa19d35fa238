import { eager, valueError, type TemplateFunction } from "../evaluation/template-function.ts";
import { isList, valuesEqual, type HotValue } from "../value.ts";

/** `if`: computes only the branch the condition selects; without a branch the item is left out. */
export const ifFunction: TemplateFunction = {
  check(args, name) {
    if (!isList(args) || args.length < 2 || args.length > 3) throw valueError(ifUsage(name));
  },
  compute(args, scope) {
    const [condition = null, whenTrue, whenFalse] = args as readonly HotValue[];
    const branch = scope.condition(condition) ? whenTrue : whenFalse;
    return branch === undefined ? undefined : scope.evaluateOptional(branch);
  },
};

export const ifUsage = (name: string): string =>
  `Arguments to "${name}" must be of the form: [condition_name, value_if_true, value_if_false]`;

/** `equals`: whether two values are the same. */
export const equals: TemplateFunction = eager(
  (args) => {
    const [left = null, right = null] = args as readonly HotValue[];
    return valuesEqual(left, right);
  },
  (args, name) => {
    if (!isList(args) || args.length !== 2) {
      throw valueError(`Arguments to "${name}" must be of the form: [value_1, value_2]`);
    }
  },
);

/** `not`: the opposite of one condition. */
export const not: TemplateFunction = {
  check(args, name) {
    if (args === null) throw valueError(`Argument to "${name}" must be a condition`);
  },
  compute: (args, scope) => !scope.conditionNamed(scope.evaluate(args)),
};

/** `and`: whether every condition holds. */
export const and: TemplateFunction = {
  check: checkConditions,
  compute: (args, scope) => conditionsOf(args, scope.evaluate).every(scope.conditionNamed),
};

/** `or`: whether any condition holds. */
export const or: TemplateFunction = {
  check: checkConditions,
  compute: (args, scope) => conditionsOf(args, scope.evaluate).some(scope.conditionNamed),
};

const conditionsOf = (
  args: HotValue,
  evaluate: (snippet: HotValue) => HotValue,
): readonly HotValue[] => (args as readonly HotValue[]).map(evaluate);

function checkConditions(args: HotValue, name: string): void {
  if (!isList(args)) throw valueError(`Arguments to "${name}" must be a list of conditions`);
  if (args.length < 2) {
    throw valueError(`The minimum number of condition arguments to "${name}" is 2.`);
  }
}
