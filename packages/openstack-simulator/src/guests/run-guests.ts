import type { Heat } from "../heat/heat.ts";
import { signalResource } from "../heat/resource-signals.ts";
import type { HeatResource } from "../heat/stack.ts";
import type { JsonObject } from "../json.ts";
import type { Server } from "../nova/nova.ts";
import { ServiceError } from "../service-error.ts";
import type { GuestBehaviour, GuestSignal } from "./guests.ts";
import { readableUserData, type SignalTarget, signalTargetsIn } from "./user-data.ts";

/** The handle that a signal's URL stands for. */
function handleOf(heat: Heat, url: string): HeatResource | undefined {
  const path = decodeURIComponent(new URL(url).pathname);
  const [, stackId = "", name = ""] =
    path.match(/stacks\/[^/]+\/([^/]+)\/resources\/([^/]+)/) ?? [];
  return heat.stacks.get(stackId)?.resources.get(name);
}

function detailsFor(handle: HeatResource, server: Server, signal: GuestSignal): JsonObject {
  const id = signal.id ?? server.id;
  const reason = signal.reason ?? `${server.name} reported ${signal.status}`;
  return handle.resolvedType === "OS::Heat::WaitConditionHandle"
    ? { status: signal.status, reason, data: signal.data ?? null, id }
    : { Status: signal.status, Reason: reason, Data: signal.data ?? "", UniqueId: id };
}

function send(heat: Heat, server: Server, target: SignalTarget, signal: GuestSignal): void {
  const handle = handleOf(heat, target.url);
  const suffering = heat.cloud.faults.takeCall("orchestration", "signalResource", {
    name: server.name,
  });
  if (!handle || suffering?.status !== undefined) return;
  try {
    signalResource(heat, handle, detailsFor(handle, server, signal));
  } catch (error) {
    // A guest cannot do anything about a handle that is on its way out.
    if (!(error instanceof ServiceError)) throw error;
  }
}

/** Lets every server that becomes ACTIVE for the first time behave as a guest. */
export function runGuests(heat: Heat, behaviour: GuestBehaviour): void {
  const { nova, clock, latency } = heat.cloud;
  const booted = new Set<string>();
  const metadataTasks = new Map<string, (() => void)[]>();
  nova.listeners.add((server, event) => {
    if (event === "metadata") for (const task of metadataTasks.get(server.id) ?? []) task();
    if (event === "deleted") metadataTasks.delete(server.id);
    if (event !== "active" || booted.has(server.id)) return;
    booted.add(server.id);
    const userData = readableUserData(server.userData ?? "");
    const targets = signalTargetsIn(userData, heat.cloud.origin());
    behaviour({
      server,
      targets,
      userData,
      bootLatencyMs: () => latency("guestBoot"),
      signal: (signal, target) => {
        for (const one of target ? [target] : targets) send(heat, server, one, signal);
      },
      onMetadata: (task) => {
        metadataTasks.set(server.id, [...(metadataTasks.get(server.id) ?? []), task]);
      },
      after: (delayMs, task) => {
        clock.after(delayMs, () => {
          if (nova.servers.has(server.id)) task();
        });
      },
    });
  });
}
