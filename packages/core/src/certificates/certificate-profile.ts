import type { AuthorityKind } from "./authority-kind.ts";

/** What a certificate request may become. */
export interface CertificateProfile {
  /** What such certificates are called, for example `kubelet`. */
  readonly name: string;
  /** Whose signature it gets. */
  readonly authority: AuthorityKind;
  /**
   * Who may ask: any node, with the cluster's own credential; a master, which also proves that it has
   * the private key of the cluster's service accounts; a user of the API.
   */
  readonly for: CertificateHolder;
  /** The whole common name; a subject without one counts as the empty text. */
  readonly commonName: RegExp;
  /** Exactly these; `any` leaves out, for nodes, those that begin with `system:`. */
  readonly organizations: readonly string[] | "any";
  readonly usages: readonly CertificateUsage[];
  /**
   * DNS names beside the common name that may stay; others are refused for nodes and left out for
   * users. Addresses stay.
   */
  readonly dnsNames: readonly RegExp[] | "any host name";
}

export type CertificateHolder = "node" | "master" | "user";

/** What a TLS peer may be. */
export type CertificateUsage = "server" | "client";

const ANY = {
  authority: "cluster",
  usages: ["server", "client"],
  dnsNames: "any host name",
} as const;

/**
 * For drivers that say nothing: nodes get any name but those by which Kubernetes tells its own parts,
 * users are named as they like.
 */
export const DEFAULT_PROFILES: readonly CertificateProfile[] = [
  { ...ANY, name: "node", for: "node", commonName: /(?!system:)[^*]*/i, organizations: "any" },
  { ...ANY, name: "user", for: "user", commonName: /.*/s, organizations: "any" },
];
