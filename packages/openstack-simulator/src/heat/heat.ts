import type { HotMap } from "@jeroboam/hot";
import type { Cloud } from "../cloud.ts";
import { entityNotFound } from "./heat-error.ts";
import type { ResourceType } from "./resource-type.ts";
import type { HeatResource, Stack } from "./stack.ts";
import type { StoredTrust } from "./stored-trust.ts";

/** Heat: its stacks, deleted ones too, and the cloud it works on. */
export interface Heat {
  readonly cloud: Cloud;
  /** By id; root and nested. */
  readonly stacks: Map<string, Stack>;
  readonly types: ReadonlyMap<string, ResourceType>;
  /** The type that a template file is; undefined for other names. */
  readonly templateType: TemplateType;
  readonly softwareConfigs: Map<string, SoftwareConfig>;
  /** By the root stack's id. */
  readonly storedTrusts: Map<string, StoredTrust>;
  /** Told of every wait condition handle that received a signal. */
  readonly signalListeners: Set<(handle: HeatResource) => void>;
  /** How many root stacks a project may have. */
  maximumStacksPerProject: number;
  /** Whether the policy `stacks:global_index` is open to admins. */
  listsAllProjects: boolean;
  /** The project whose stack users signal, one for each root stack. */
  readonly stackDomainId: string;
}

/** Finds the type that a template file is. */
export type TemplateType = (
  name: string,
  files: Readonly<Record<string, string>>,
  parameterDefaults: HotMap,
) => ResourceType | undefined;

/** A script or document that Heat keeps for servers. */
export interface SoftwareConfig {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly group: string;
  readonly config: string;
  readonly createdAt: Date;
}

/** Makes a Heat without stacks. */
export function createHeat(
  cloud: Cloud,
  types: ReadonlyMap<string, ResourceType>,
  templateType: TemplateType,
  stackDomainId: string,
): Heat {
  return {
    cloud,
    types,
    templateType,
    stackDomainId,
    stacks: new Map(),
    softwareConfigs: new Map(),
    storedTrusts: new Map(),
    signalListeners: new Set(),
    maximumStacksPerProject: 10_000,
    listsAllProjects: false,
  };
}

/** Stacks that are not deleted. */
export function liveStacks(heat: Heat): Stack[] {
  return [...heat.stacks.values()].filter((stack) => stack.deletedAt === undefined);
}

/** A stack of a project by name (living ones) or id (deleted ones too), or Heat's 404. */
export function getStack(heat: Heat, projectId: string, nameOrId: string): Stack {
  const byId = heat.stacks.get(nameOrId);
  const found =
    byId ??
    liveStacks(heat).find((stack) => stack.name === nameOrId && stack.projectId === projectId);
  const isOwn = found?.projectId === projectId || found?.stackUserProjectId === projectId;
  if (!found || !isOwn) throw entityNotFound("Stack", nameOrId);
  return found;
}
