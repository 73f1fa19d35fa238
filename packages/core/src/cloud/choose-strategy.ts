import type { Cloud, CredentialStrategy } from "./cloud.ts";
import type { CredentialKind } from "./credential.ts";

type Credentials = Pick<Cloud<never>, "credentials">;

/** The preferred one of the strategies that a driver can work with; undefined where there is none. */
export function chooseStrategy(
  cloud: Credentials,
  { credentialKinds }: { readonly credentialKinds?: readonly CredentialKind[] },
): CredentialStrategy | undefined {
  return acquiring(cloud).find(({ kind }) => credentialKinds?.includes(kind) ?? true);
}

/** Whether clusters get credentials of their own at all. */
export function givesCredentials(cloud: Credentials): boolean {
  return acquiring(cloud).length > 0;
}

function acquiring({ credentials = [] }: Credentials): readonly CredentialStrategy[] {
  return credentials.filter(({ releaseOnly = false }) => !releaseOnly);
}
