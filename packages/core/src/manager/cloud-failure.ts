import { isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";

/** Services of a cloud that are asked before anything is stored, by official service type. */
export type AskedService = "identity" | "image" | "compute" | "network";

/**
 * Asks a service of the cloud; when it does not answer or refuses, that is `JRB_CLOUD_UNAVAILABLE`.
 *
 * What does not come from a client of the cloud's is a fault of ours and goes on as it is.
 *
 * @upstream magnum/common/exception.py `wrap_keystone_exception`
 */
export async function askingCloud<Answer>(
  service: AskedService,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw isOfClient(error) ? unavailable(service, error) : error;
  }
}

/** The HTTP status that a service of the cloud refused with, where there is one. */
export function statusOf(error: unknown): number | undefined {
  return isOfClient(error) && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

function isOfClient(error: unknown): error is object {
  return (
    typeof error === "object" &&
    error !== null &&
    "retryable" in error &&
    !JeroboamError.isInstance(error)
  );
}

function unavailable(service: AskedService, error: unknown): JeroboamError {
  const reason = `reason: ${messageOf(error)}`;
  return new JeroboamError(
    "JRB_CLOUD_UNAVAILABLE",
    `The cloud's ${service} service could not be asked; ${reason}`,
    { cause: error, retryable: isRetryable(error), details: { service, reason } },
  );
}
