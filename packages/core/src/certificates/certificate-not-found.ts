import { JeroboamError } from "../errors/jeroboam-error.ts";

/** The error for a key pair that is not where it should be; the reference is no secret. */
export function certificateNotFound(ref: string, clusterUuid: string): JeroboamError {
  return new JeroboamError(
    "JRB_CERTIFICATE_NOT_FOUND",
    `The certificate ${ref} of cluster ${clusterUuid} is not there; it was removed, or what held it is gone.`,
    { details: { ref, clusterUuid } },
  );
}
