import type { FaultService } from "./faults.ts";

/** What a service refuses: an HTTP status, the service's own class of error and its sentence. */
export class ServiceError extends Error {
  readonly code = "SIMULATOR_SERVICE_ERROR";
  readonly service: FaultService;
  /** HTTP status. */
  readonly status: number;
  /** The service's name for the error, for example `NetworkNotFound`. */
  readonly type: string;

  constructor(service: FaultService, status: number, type: string, message: string) {
    super(message);
    this.name = "ServiceError";
    this.service = service;
    this.status = status;
    this.type = type;
  }
}
