import { bays } from "./script/bays.ts";
import { certificates } from "./script/certificates.ts";
import { clusterChange } from "./script/cluster-change.ts";
import { clusterCreate } from "./script/cluster-create.ts";
import { clusterRead } from "./script/cluster-read.ts";
import { documents } from "./script/documents.ts";
import { farewell } from "./script/farewell.ts";
import { federations } from "./script/federations.ts";
import { nodeGroups } from "./script/node-groups.ts";
import { projectResources } from "./script/project-resources.ts";
import { templateCreate } from "./script/template-create.ts";
import { templatePatch } from "./script/template-patch.ts";
import { templateRead } from "./script/template-read.ts";
import { versions } from "./script/versions.ts";
import type { Chapter } from "./step.ts";

/** Everything that is asked, in the order in which it is asked: later chapters use what earlier ones made. */
export const SCRIPT: readonly Chapter[] = [
  documents,
  versions,
  templateCreate,
  templateRead,
  templatePatch,
  clusterCreate,
  clusterRead,
  clusterChange,
  nodeGroups,
  certificates,
  projectResources,
  federations,
  bays,
  farewell,
];

export const STEPS = SCRIPT.flatMap((chapter) => chapter.steps);
