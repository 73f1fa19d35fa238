import { setTimeout as pause } from "node:timers/promises";
import type { Random, ServedCall } from "@jeroboam/openstack-simulator";
import { LEASE_SECONDS } from "./settings.ts";
import type { LogLine } from "./log-line.ts";
import type { ServiceProcess } from "./service-process.ts";

/** Where processes are killed: around a step of a kind of operation, or while the cloud answers. */
export type StrikePoint = string;

/** In which step a process makes these calls. */
const STEP_OF_CALL: Readonly<Record<string, string>> = {
  createUser: "credentials",
  createTrust: "credentials",
  createGrant: "credentials",
  createApplicationCredential: "credentials",
  createSecret: "certificates",
  createSecretContainer: "certificates",
  addSecretConsumer: "certificates",
  createStack: "infrastructure",
  updateStack: "infrastructure",
  deleteStack: "infrastructure",
  actOnStack: "cancel",
  deleteTrust: "release",
  deleteUser: "release",
  deleteApplicationCredential: "release",
  deleteSecret: "release",
  deleteSecretContainer: "release",
};
const MOMENTS: Readonly<Record<string, string>> = {
  "step begins": "begins",
  "step recorded": "recorded",
};
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Kills processes, each point at least once as far as the number of kills goes, and at random times. */
export interface Strikes {
  readonly done: number;
  /** How often a process was stopped for longer than a lease, and then went on. */
  readonly freezes: number;
  /** Of each point how often it was passed, and how often a process was killed there. */
  readonly points: ReadonlyMap<StrikePoint, { passed: number; struck: number }>;
  onLine(process: ServiceProcess, line: LogLine): void;
  onServed(call: ServedCall): void;
  /** Kills at random times until as many were killed as asked for, or until stopped. */
  keepStriking(stop: AbortSignal): Promise<void>;
}

export function createStrikes(options: {
  readonly kills: number;
  readonly random: Random;
  readonly processes: () => readonly ServiceProcess[];
}): Strikes {
  const { kills, random, processes } = options;
  const points = new Map<StrikePoint, { passed: number; struck: number }>();
  /** Who last began something on a cluster, and who last began a step. */
  const atCluster = new Map<string, ServiceProcess>();
  const atStep = new Map<string, ServiceProcess>();
  const state = { done: 0, freezes: 0, isOn: false };

  const strike = (process: ServiceProcess, peaceMs = process.startMs() / 2): boolean => {
    const runningMs = process.runningMs();
    // One that began just now has nothing to lose yet.
    if (!state.isOn || state.done >= kills || runningMs === undefined || runningMs < peaceMs)
      return false;
    process.kill(random.between(0, 400));
    state.done += 1;
    return true;
  };
  /** Counts that a point was passed; answers whether it is time to kill there. */
  const pass = (name: StrikePoint) => {
    const point = points.get(name) ?? { passed: 0, struck: 0 };
    points.set(name, point);
    point.passed += 1;
    return { point, isTime: point.struck === 0 || random.next() < 0.02 };
  };
  /** Where nobody was killed yet, a process has come far enough. */
  const strikeAt = (point: { struck: number }, process: ServiceProcess) => {
    const peaceMs = point.struck === 0 ? 0 : undefined;
    point.struck += strike(process, peaceMs) ? 1 : 0;
  };

  return {
    get done() {
      return state.done;
    },
    get freezes() {
      return state.freezes;
    },
    points,
    onLine(process, { msg, cluster, kind, step }) {
      const moment = MOMENTS[msg];
      if (moment === undefined || step === undefined) return;
      if (cluster !== undefined) atCluster.set(cluster, process);
      atStep.set(step, process);
      const { point, isTime } = pass(`${kind} ${step} ${moment}`);
      if (!isTime) return;
      if (moment === "recorded") strikeAt(point, process);
      // Somewhere in the middle of the step.
      else void pause(random.between(0, 40)).then(() => strikeAt(point, process));
    },
    onServed({ operation, subject }) {
      const step = STEP_OF_CALL[operation];
      if (step === undefined) return;
      const { point, isTime } = pass(`cloud ${operation}`);
      if (!isTime) return;
      const uuids = JSON.stringify(subject).match(UUID) ?? [];
      const known = uuids.map((uuid) => atCluster.get(uuid)).find((one) => one !== undefined);
      const process = known ?? atStep.get(step);
      if (process) strikeAt(point, process);
    },
    async keepStriking(stop) {
      state.isOn = true;
      while (!stop.aborted && state.done < kills) {
        const all = processes();
        // On a slow machine they are left longer in peace, or nothing would ever be done.
        const startMs = Math.max(...all.map((one) => one.startMs()));
        const waitMs = (startMs * random.between(3, 8)) / all.length;
        await pause(waitMs, undefined, { signal: stop }).catch(() => undefined);
        if (stop.aborted) break;
        const one = all[Math.floor(random.next() * all.length)];
        // Alone, nobody would take over what it has.
        if (one && all.length > 1 && random.next() < 0.3) {
          one.freeze(LEASE_SECONDS * 1000 * random.between(1.2, 2.5));
          state.freezes += 1;
          continue;
        }
        // Now and then the whole house loses power.
        const struck = random.next() < 0.1 ? all : [one].filter(isThere);
        for (const process of struck) strike(process);
      }
      state.isOn = false;
    },
  };
}

function isThere<T>(one: T | undefined): one is T {
  return one !== undefined;
}
