import type { Cloud, CredentialStrategy } from "./cloud.ts";
import type { ClusterCredential, CredentialKind } from "./credential.ts";

type Credentials = Pick<Cloud<never>, "credentials">;

/** Whether clusters get credentials of their own at all. */
export function givesCredentials({ credentials = [] }: Credentials): boolean {
  return credentials.length > 0;
}

/** The preferred one of the strategies that a driver can work with; undefined where there is none. */
export function chooseStrategy(
  { credentials = [] }: Credentials,
  driver: { readonly credentialKinds?: readonly CredentialKind[] },
): CredentialStrategy | undefined {
  return credentials.find(({ kind }) => driver.credentialKinds?.includes(kind) ?? true);
}

/** Who can take a credential away: who made it, or whoever may have where none is on record. */
export function strategiesOf(
  { credentials = [] }: Credentials,
  credential: ClusterCredential | undefined,
): readonly CredentialStrategy[] {
  return credential ? credentials.filter(({ kind }) => kind === credential.kind) : credentials;
}
