import { JeroboamError } from "../errors/jeroboam-error.ts";

/**
 * The error for a certificate request that is none, or not a proper one.
 *
 * @param reason - Neither the request's text nor a parser's error: people paste private keys here.
 */
export function invalidRequest(reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_INVALID_CSR",
    `The certificate request was refused: ${reason}. Make a new PKCS#10 request and send it as PEM.`,
    { details: { reason } },
  );
}

/** The error for a proper request that asks for what nobody, or not this caller, may have. */
export function forbiddenRequest(reason: string): JeroboamError {
  return new JeroboamError("JRB_CSR_FORBIDDEN", `The certificate request was refused: ${reason}.`, {
    details: { reason },
  });
}

/** Runs a parser that throws what it likes, and turns that into our own error. */
export function attempt<T>(reason: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (JeroboamError.isInstance(error)) throw error;
    throw invalidRequest(reason);
  }
}
