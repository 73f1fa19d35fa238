/** About as many as are looked at by themselves within a while. */
const MOST_NAMES = 2000;

/** Names of one cloud's stacks by their ids; neither ever changes. */
export interface StackNames {
  remember(stackId: string, name: string): void;
  /** `name/id` where the id's name is known, which saves Heat a redirect and us a call; else what was given. */
  withName(nameOrId: string): string;
}

export function createStackNames(): StackNames {
  const names = new Map<string, string>();
  return {
    remember(stackId, name) {
      names.delete(stackId);
      names.set(stackId, name);
      const [oldest] = names.keys();
      if (names.size > MOST_NAMES && oldest !== undefined) names.delete(oldest);
    },
    withName(nameOrId) {
      const name = names.get(nameOrId);
      return name === undefined ? nameOrId : `${name}/${nameOrId}`;
    },
  };
}
