import {
  type CertManager,
  createCertManager,
  createX509KeyPairCertManager,
  type Logger,
  type Store,
} from "@jeroboam/core";
import type { Session } from "@jeroboam/openstack-client";
import { barbicanCertManager } from "@jeroboam/openstack-client/cloud";
import type { ServiceOptions } from "../service-options.ts";
import { createLocalCertManager } from "./local-cert-manager.ts";

/** Keeps new key pairs where the options say, and finds those of the other types. */
export function serviceCertManager(
  { certManagerType, certificateDir }: Pick<ServiceOptions, "certManagerType" | "certificateDir">,
  {
    store,
    session,
    log,
  }: {
    readonly store: Pick<Store, "keyPairs">;
    readonly session: Session;
    readonly log: Pick<Logger, "warn">;
  },
): CertManager {
  return createCertManager(certManagerType, {
    barbican: barbicanCertManager(session, log),
    x509keypair: createX509KeyPairCertManager(store.keyPairs),
    local: createLocalCertManager({ folder: certificateDir }),
  });
}
