import {
  addSecretConsumer,
  collect,
  createSecret,
  createSecretContainer,
  deleteSecret,
  deleteSecretContainer,
  findSecret,
  findSecretContainer,
  getSecretPayload,
  listSecretContainers,
  listSecrets,
  removeSecretConsumer,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";

const ABSENT = "http://key-manager/v1/secrets/00000000-0000-4000-8000-000000000000";

async function play(...[session]: Parameters<Scenario<unknown>["play"]>) {
  const barbican = session.service("key-manager");
  const text = await createSecret(barbican, {
    name: "recorded-text",
    payload: "a text",
    payloadContentType: "text/plain",
    secretType: "passphrase",
  });
  const bytes = await createSecret(barbican, {
    name: "recorded-bytes",
    payload: Buffer.from("some bytes").toString("base64"),
    payloadContentType: "application/octet-stream",
    payloadContentEncoding: "base64",
    expiration: new Date("2040-01-01T00:00:00Z"),
  });
  const refused = await createSecret(barbican, {
    name: "recorded-nothing",
    payload: "",
    payloadContentType: "text/plain",
  }).catch((error: unknown) => error);
  const { containerRef } = await createSecretContainer(barbican, {
    name: "recorded-container",
    type: "certificate",
    secretRefs: [
      { name: "certificate", ...bytes },
      { name: "private_key_passphrase", ...text },
    ],
  });
  const foreign = await createSecretContainer(barbican, {
    name: "recorded-foreign",
    type: "certificate",
    secretRefs: [{ name: "certificate", secretRef: ABSENT }],
  }).catch((error: unknown) => error);
  const consumer = { name: "recorder", url: "cluster/1" };
  await addSecretConsumer(barbican, containerRef, consumer);
  await addSecretConsumer(barbican, containerRef, consumer);
  const container = await findSecretContainer(barbican, containerRef);
  return {
    text: await findSecret(barbican, text.secretRef),
    bytes: await findSecret(barbican, bytes.secretRef),
    payloads: [
      await getSecretPayload(barbican, text.secretRef),
      await getSecretPayload(barbican, bytes.secretRef),
    ],
    listed: await collect(listSecrets(barbican, { name: "recorded-text" })),
    container,
    containers: await collect(listSecretContainers(barbican, { name: "recorded-container" })),
    noContainers: await collect(listSecretContainers(barbican, { name: "no such container" })),
    refused,
    foreign,
    consumersRemoved: [
      await removeSecretConsumer(barbican, containerRef, consumer),
      await removeSecretConsumer(barbican, containerRef, consumer),
    ],
    secretsDeleted: [
      await deleteSecret(barbican, text.secretRef),
      await deleteSecret(barbican, text.secretRef),
    ],
    without: await findSecretContainer(barbican, containerRef),
    absentPayload: await getSecretPayload(barbican, text.secretRef).catch(
      (error: unknown) => error,
    ),
    containersDeleted: [
      await deleteSecretContainer(barbican, containerRef),
      await deleteSecretContainer(barbican, containerRef),
    ],
    lastDeleted: await deleteSecret(barbican, bytes.secretRef),
    absent: [await findSecret(barbican, ABSENT), await findSecretContainer(barbican, containerRef)],
  };
}

export const keyManager = { cloud: "demo", play };
