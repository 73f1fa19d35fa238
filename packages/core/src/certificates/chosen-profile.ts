import type { KeyObject } from "node:crypto";
import type { AuthorityKind } from "./authority-kind.ts";
import type {
  CertificateHolder,
  CertificateProfile,
  CertificateUsage,
} from "./certificate-profile.ts";
import type { CertificateRequest } from "./certificate-request.ts";
import { childrenOf, type DerNode } from "./der.ts";
import { forbiddenRequest, invalidRequest } from "./refused-request.ts";
import type { AlternativeName } from "./subject-alternative-name.ts";
import type { Subject } from "./subject.ts";

/** Who asks which authority, and what each may have. */
export interface SigningTerms {
  readonly authority: AuthorityKind;
  readonly by: "node" | "user";
  readonly profiles: readonly CertificateProfile[];
}

/** What is to be certified. */
export interface CertifiedRequest {
  readonly subject: DerNode;
  readonly publicKey: KeyObject;
  readonly names: readonly DerNode[];
  readonly usages: readonly CertificateUsage[];
}

const OF_KUBERNETES = /^\s*system:/i;

/**
 * Decides what a request becomes: the first profile that its subject fits says so.
 *
 * @param isMaster - the node proved that it is one
 * @throws `JRB_CSR_FORBIDDEN` where none fits, or where a node asks for a name that it may not have
 */
export function certifiedRequest(
  { subject, publicKey, names }: CertificateRequest,
  terms: SigningTerms,
  isMaster: boolean,
): CertifiedRequest {
  const profile = chosenProfile(subject, terms, isMaster);
  const kept = names.filter((name) => mayStay(name, subject, profile));
  if (profile.for !== "user" && kept.length < names.length) throw foreignName(profile);
  if (childrenOf(subject.node).length === 0 && kept.length === 0)
    throw invalidRequest(
      "it names nobody: give it a subject, or a host name or address as subjectAltName",
    );
  const { usages } = profile;
  return { subject: subject.node, publicKey, names: kept.map(({ node }) => node), usages };
}

function chosenProfile(
  subject: Subject,
  { authority, by, profiles }: SigningTerms,
  isMaster: boolean,
): CertificateProfile {
  const holders: ReadonlySet<CertificateHolder> = new Set(
    by === "node" && isMaster ? ["master", "node"] : [by],
  );
  const open = profiles.filter((one) => one.authority === authority && holders.has(one.for));
  const found = open.find((profile) => fits(subject, profile));
  if (found) return found;
  const asker = isMaster ? "a master" : `a ${by}`;
  const choices = open.map(described).join("; ");
  throw forbiddenRequest(
    `its subject is none that ${asker} may have of the ${authority} authority, ${choices === "" ? "which signs nothing for it" : `which signs ${choices}`}`,
  );
}

function fits(subject: Subject, { for: whose, commonName, organizations }: CertificateProfile) {
  if (whose !== "user" && subject.hasStrangeAttributes) return false;
  return (
    matchesWhole(commonName, subject.commonName) && fitOrganizations(subject, whose, organizations)
  );
}

function fitOrganizations(
  subject: Subject,
  whose: CertificateProfile["for"],
  allowed: CertificateProfile["organizations"],
): boolean {
  const asked = subject.organizations;
  if (allowed === "any") return whose === "user" || !asked.some((one) => OF_KUBERNETES.test(one));
  return asked.length === allowed.length && allowed.every((one) => asked.includes(one));
}

function mayStay(
  { kind, host }: AlternativeName,
  subject: Subject,
  { dnsNames }: CertificateProfile,
): boolean {
  if (kind !== "dns") return kind === "address";
  if (dnsNames === "any host name" || host === subject.commonName) return true;
  return dnsNames.some((pattern) => matchesWhole(pattern, host));
}

function foreignName({ name }: CertificateProfile): Error {
  return forbiddenRequest(
    `it asks for a name that a certificate for ${name} cannot have; addresses and the node's own host names may be in its subjectAltName, wildcards may not`,
  );
}

/** `kubelet (CN system:node:.+, O system:nodes)`: patterns stand as they are written. */
function described({ name, commonName, organizations }: CertificateProfile): string {
  const names = organizations === "any" ? [] : organizations.map((one) => `O ${one}`);
  return `${name} (${[`CN ${commonName.source}`, ...names].join(", ")})`;
}

function matchesWhole({ source, flags }: RegExp, text: string): boolean {
  return new RegExp(`^(?:${source})$`, flags.replaceAll(/[gmy]/g, "")).test(text);
}
