import type { WantedCertificates } from "../certificates/certificate-port.ts";
import { DEFAULT_PROFILES } from "../certificates/certificate-profile.ts";
import type { SigningTerms } from "../certificates/chosen-profile.ts";

export const CLUSTER_ONLY: WantedCertificates = {
  authorities: ["cluster"],
  serviceAccountKey: false,
};
export const OF_ANY_USER: SigningTerms = {
  authority: "cluster",
  by: "user",
  profiles: DEFAULT_PROFILES,
};
