import { STATUS_CODES } from "node:http";
import type { ServiceError } from "../service-error.ts";
import { acceptsJson, pageBreak, statusPage } from "./status-page.ts";

const computeFaults: Readonly<Record<number, string>> = {
  400: "badRequest",
  401: "unauthorized",
  403: "forbidden",
  404: "itemNotFound",
  409: "conflictingRequest",
  413: "overLimit",
  429: "overLimit",
  501: "notImplemented",
  503: "serviceUnavailable",
};

const orchestrationExplanations: Readonly<Record<number, string>> = {
  400: "The server could not comply with the request since it is either malformed or otherwise incorrect.",
  401: "This server could not verify that you are authorized to access the document you requested.",
  403: "Access was denied to this resource.",
  404: "The resource could not be found.",
  409: "There was a conflict when trying to complete your request.",
  500: "The server has either erred or is incapable of performing the requested operation.",
};

/** Some services are older than a status's present name. */
function webobTitle(status: number): string {
  return status === 413 ? "Request Entity Too Large" : (STATUS_CODES[status] ?? "Error");
}

/** The body with which the error's service would answer a client that accepts this; a text is HTML. */
export function errorBody(error: ServiceError, accept: string): unknown {
  const title = STATUS_CODES[error.status] ?? "Error";
  switch (error.service) {
    case "identity":
      return { error: { code: error.status, message: error.message, title } };
    case "compute":
    case "volumev3":
      return {
        [computeFaults[error.status] ?? "computeFault"]: {
          code: error.status,
          message: error.message,
        },
      };
    case "network":
      return { NeutronError: { type: error.type, message: error.message, detail: "" } };
    case "load-balancer":
      return { faultcode: "Client", faultstring: error.message, debuginfo: null };
    case "key-manager":
      return error.status === 401
        ? { error: { code: error.status, title, message: error.message } }
        : { code: error.status, title: webobTitle(error.status), description: error.message };
    case "image":
      if (acceptsJson(accept)) return statusPage(error.status, `${error.message}${pageBreak}`);
      return `<html>\n <head>\n  <title>${error.status} ${title}</title>\n </head>\n <body>\n  <h1>${error.status} ${title}</h1>\n  ${error.message}${pageBreak} </body>\n</html>`;
    case "orchestration":
      return {
        code: error.status,
        title,
        explanation: orchestrationExplanations[error.status] ?? title,
        // What Heat's API does not know from its engine it shows without a message.
        error: {
          type: error.type,
          traceback: null,
          ...(error.type === "RemoteError" ? {} : { message: error.message }),
        },
      };
  }
}
