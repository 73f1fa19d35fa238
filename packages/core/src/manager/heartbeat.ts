import { messageOf } from "../errors/jeroboam-error.ts";
import type { EngineParts } from "../engine/engine-parts.ts";
import { HEARTBEAT_MS } from "../service/conductor-service.ts";

/** What a process that runs operations is called in the list of services. */
const CONDUCTOR_BINARY = "magnum-conductor";

/**
 * Says at once and then every minute that this process runs operations, until it stops.
 *
 * @upstream magnum/servicegroup/magnum_service_periodic.py `MagnumServicePeriodicTasks.update_magnum_service`
 */
export async function keepBeating<Services>(
  { store, clock, log, stopping }: EngineParts<Services>,
  host: string,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      await store.services.beat({ host, binary: CONDUCTOR_BINARY, now: clock.now() });
    } catch (error) {
      log.error({ message: messageOf(error) }, "a heartbeat could not be stored; trying again");
    }
    await clock.sleep(HEARTBEAT_MS, stopping);
  }
}
