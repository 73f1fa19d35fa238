import { countBy } from "./count-by.ts";
import type { Check } from "./evidence.ts";
import type { ChangeKind } from "./ledger.ts";

/** What clients ask for, and the kinds of operations that it becomes. */
const CHANGE_KINDS: readonly (readonly ChangeKind[])[] = [
  ["update", "resize"],
  ["create-node-group"],
  ["delete-node-group"],
  ["rotate-ca"],
  ["retire-ca"],
  ["rotate-credential"],
];

/** What must hold of that which clients were promised. */
export const PROMISE_CHECKS: Readonly<Record<string, Check>> = {
  "what clients were promised is there": ({ books, ledger }) =>
    ledger.clusters.flatMap(({ name, uuid, creation, deletion }) => {
      const found = uuid === undefined ? undefined : books.clusters.get(uuid);
      const byName = [...books.clusters.values()].some((one) => one.name === name);
      if (creation === "refused") return byName ? [`cluster ${name} was refused and is there`] : [];
      if (creation === "unknown") return [`nobody knows what became of cluster ${name}`];
      if (deletion === undefined && !found) return [`cluster ${name} (${uuid}) is lost`];
      if (deletion === "accepted" && found && found.status !== "DELETE_FAILED")
        return [`cluster ${name} (${uuid}) was deleted and is there in ${found.status}`];
      return [];
    }),

  "every accepted change is an operation, and only those": ({ books, ledger }) => {
    const accepted = countBy(books.events, (event) =>
      event.type === "operation.accepted" ? `${event.clusterUuid} ${event.operation}` : undefined,
    );
    return ledger.clusters.flatMap(({ name, uuid, changes }) =>
      CHANGE_KINDS.flatMap((kinds) => {
        const ours = changes.filter(({ kind }) => kinds.includes(kind));
        const least = ours.filter(
          ({ outcome, changesSomething }) => outcome === "accepted" && changesSomething,
        ).length;
        // Whatever failed may have been tried again.
        const most = changes.filter(
          ({ kind, outcome }) =>
            (kinds.includes(kind) || kind === "retry") && outcome !== "refused",
        ).length;
        const stored = kinds.reduce((sum, kind) => sum + (accepted.get(`${uuid} ${kind}`) ?? 0), 0);
        return stored < least || stored > most
          ? [
              `cluster ${name} (${uuid}) has ${stored} operations ${kinds.join("/")}; clients were promised ${least} and asked for ${most}`,
            ]
          : [];
      }),
    );
  },
};
