import type { CertManagerBackend, KeyPair, Logger, NewKeyPair } from "@jeroboam/core";
import { HttpStatusError, isNotFound } from "../errors/http-errors.ts";
import { OpenStackError } from "../errors/openstack-error.ts";
import {
  addSecretConsumer,
  createSecretContainer,
  deleteSecretContainer,
  findSecretContainer,
  listSecretContainers,
  type SecretContainer,
} from "../key-manager/container.ts";
import { isReference } from "../key-manager/reference.ts";
import {
  createSecret,
  deleteSecret,
  getSecretPayload,
  listSecrets,
} from "../key-manager/secret.ts";
import type { Session } from "../session/session.ts";
import { collect } from "../transport/pages.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { openedKey, newPassphrase, sealedKey } from "./sealed-key.ts";

type KeyManager = ServiceClient<"key-manager">;

/** The parts of a certificate's container, and the names that Magnum gives to their secrets. */
const SECRET_NAMES = {
  certificate: "Certificate",
  private_key: "Private Key",
  private_key_passphrase: "Private Key Passphrase",
} as const;
type Part = keyof typeof SECRET_NAMES;
const PARTS = ["certificate", "private_key", "private_key_passphrase"] as const;

/**
 * Keeps key pairs in Barbican as the session's project: three secrets in a certificate container, the
 * key encrypted with the third one, as Magnum keeps them, so that either reads what the other kept.
 * The cluster's uuid is in every name, by which also what never got on record is found again.
 *
 * A reference is the container's address; only the id in it is used, and it is asked for at the
 * catalog's Barbican.
 *
 * What a reference names in a project that the session may not look into stays there: its removal is no
 * error, as with Magnum, and the log warns.
 *
 * @upstream magnum/common/cert_manager/barbican_cert_manager.py `CertManager`
 * @differs Secrets and containers are named after the cluster too, and the consumer is registered at once.
 */
export function barbicanCertManager(
  session: Session,
  log?: Pick<Logger, "warn">,
): CertManagerBackend {
  const barbican = session.service("key-manager");
  return {
    store: (keyPair) => advising(keep(barbican, keyPair)),
    get: (ref, clusterUuid) => advising(read(barbican, ref, clusterUuid)),
    remove: (ref, clusterUuid) => advising(remove(barbican, ref, clusterUuid, log)),
    removeAll: (clusterUuid) => advising(removeAll(barbican, clusterUuid)),
  };
}

async function keep(barbican: KeyManager, keyPair: NewKeyPair): Promise<string> {
  const { clusterUuid, certificatePem, privateKeyPem } = keyPair;
  const passphrase = newPassphrase();
  const encryptedKey = sealedKey(privateKeyPem, passphrase);
  const made: { readonly name: Part; readonly secretRef: string }[] = [];
  const secret = async (name: Part, payload: Parameters<typeof createSecret>[1]) => {
    const { secretRef } = await createSecret(barbican, {
      ...payload,
      name: secretName(name, clusterUuid),
    });
    made.push({ name, secretRef });
  };
  let container: string | undefined;
  try {
    const outcomes = await Promise.allSettled([
      secret("certificate", bytes(certificatePem)),
      secret("private_key", bytes(encryptedKey)),
      secret("private_key_passphrase", { payload: passphrase, payloadContentType: "text/plain" }),
    ]);
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    const { containerRef } = await createSecretContainer(barbican, {
      name: containerName(clusterUuid),
      type: "certificate",
      secretRefs: made,
    });
    container = containerRef;
    await addSecretConsumer(barbican, containerRef, { name: "Magnum", url: clusterUuid });
    return containerRef;
  } catch (error) {
    // What stays in spite of this has the cluster's name and goes with the cluster.
    await Promise.allSettled([
      ...made.map(({ secretRef }) => deleteSecret(barbican, secretRef)),
      ...(container === undefined ? [] : [deleteSecretContainer(barbican, container)]),
    ]);
    throw error;
  }
}

/** As Magnum sends PEM. */
function bytes(pem: string) {
  return {
    payload: Buffer.from(pem).toString("base64"),
    payloadContentType: "application/octet-stream",
    payloadContentEncoding: "base64",
  } as const;
}

async function read(
  barbican: KeyManager,
  ref: string,
  clusterUuid: string,
): Promise<KeyPair | undefined> {
  const container = await containerOf(barbican, ref, clusterUuid);
  if (!container) return undefined;
  const payloadOf = async (part: Part) => {
    const secret = container.secretRefs.find(({ name }) => name === part);
    return secret && getSecretPayload(barbican, secret.secretRef);
  };
  try {
    const [certificatePem, key, passphrase] = await Promise.all(PARTS.map(payloadOf));
    if (certificatePem === undefined || key === undefined) return undefined;
    return { certificatePem, privateKeyPem: openedKey(key, passphrase) };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function remove(
  barbican: KeyManager,
  ref: string,
  clusterUuid: string,
  log: Pick<Logger, "warn"> | undefined,
): Promise<void> {
  const container = await containerOf(barbican, ref, clusterUuid).catch((error: unknown) => {
    if (!isForbidden(error)) throw error;
    log?.warn(
      { cluster: clusterUuid, container: ref, reason: error.message },
      "a container of a cluster's key stays in Barbican, in a project that this service's user may not look into; delete it and its secrets there",
    );
    return undefined;
  });
  if (container) await deleteWhole(barbican, container);
}

/** Secrets first: what is left of a deletion that broke off is found by its container. */
async function deleteWhole(barbican: KeyManager, container: SecretContainer): Promise<void> {
  await Promise.all(container.secretRefs.map(({ secretRef }) => deleteSecret(barbican, secretRef)));
  await deleteSecretContainer(barbican, container.containerRef);
}

async function removeAll(barbican: KeyManager, clusterUuid: string): Promise<void> {
  const name = containerName(clusterUuid);
  // A filter that a Barbican passes over must cost nobody else a secret.
  for (const container of await collect(listSecretContainers(barbican, { name })))
    if (container.name === name) await deleteWhole(barbican, container);
  for (const part of PARTS) {
    const wanted = secretName(part, clusterUuid);
    for (const secret of await collect(listSecrets(barbican, { name: wanted })))
      if (secret.name === wanted) await deleteSecret(barbican, secret.secretRef);
  }
}

/** The container, unless it is another cluster's; one that Magnum made has its cluster for consumer. */
async function containerOf(
  barbican: KeyManager,
  ref: string,
  clusterUuid: string,
): Promise<SecretContainer | undefined> {
  if (!isReference("container", ref)) return undefined;
  const container = await findSecretContainer(barbican, ref);
  if (container?.name === containerName(clusterUuid)) return container;
  return container?.consumers.some(({ url }) => url === clusterUuid) ? container : undefined;
}

function containerName(clusterUuid: string): string {
  return `Certificate of cluster ${clusterUuid}`;
}

function secretName(part: Part, clusterUuid: string): string {
  return `${SECRET_NAMES[part]} of cluster ${clusterUuid}`;
}

async function advising<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    throw new OpenStackError(
      "OPENSTACK_ROLE_MISSING",
      `${error.message}; give this service's own user the role creator in its project`,
      { service: "key-manager", status: error.status, cause: error },
    );
  }
}

function isForbidden(error: unknown): error is HttpStatusError {
  return HttpStatusError.isInstance(error) && error.status === 403;
}
