import type { MemoryTable } from "./memory-table.ts";
import type { Survey, SurveyRows } from "./survey-rows.ts";

export function surveyRows(table: MemoryTable<Survey>): SurveyRows {
  const claimableAt = ({ dueAt, leaseUntil }: Survey) =>
    leaseUntil !== null && leaseUntil > dueAt ? leaseUntil : dueAt;
  const earliest = () =>
    [...table.all()].toSorted((a, b) => claimableAt(a).getTime() - claimableAt(b).getTime())[0];
  const put = (survey: Survey) => table.put(survey.projectId, Object.freeze(survey));
  return {
    async due(projectId, at) {
      const known = table.find(projectId);
      if (!known) table.insert({ projectId, version: 1, dueAt: at, leaseUntil: null });
      else if (at < known.dueAt) put({ ...known, dueAt: at });
    },
    async claim({ now, leaseUntil }) {
      const first = earliest();
      return first && claimableAt(first) <= now
        ? table.replace({ ...first, dueAt: leaseUntil, leaseUntil })
        : undefined;
    },
    async settle(survey, nextAt) {
      const stored = table.find(survey.projectId);
      if (stored?.version !== survey.version) return;
      const asked = stored.dueAt < survey.dueAt ? stored.dueAt : undefined;
      if (nextAt === null && asked === undefined) return table.remove(stored);
      const next = nextAt ?? survey.dueAt;
      const dueAt = asked !== undefined && asked < next ? asked : next;
      put({ ...stored, dueAt, leaseUntil: null });
    },
    async nextDue() {
      const first = earliest();
      return first && claimableAt(first);
    },
    count: async () => [...table.all()].length,
  };
}
