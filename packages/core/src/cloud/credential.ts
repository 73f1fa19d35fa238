/**
 * What a cluster's nodes, and the conductor on the cluster's behalf, log in with.
 *
 * @upstream magnum/conductor/handlers/common/trust_manager.py `create_trustee_and_trust`
 */
export interface TrustCredential {
  readonly kind: "trust";
  readonly trustId: string;
  readonly trusteeUserId: string;
  readonly trusteeUserName: string;
  readonly trusteePassword: string;
  readonly trusteeDomainId: string;
}
export type ClusterCredential = TrustCredential;
