import type { Call } from "../http/route.ts";
import { listAt, textAt } from "../json.ts";
import { type Barbican, type ContainerRow, keyManagerError, schemaError } from "./barbican.ts";
import { secretRef } from "./secret-routes.ts";

const CONTAINER_TYPES = ["generic", "rsa", "certificate"];
const CERTIFICATE_PARTS = ["private_key", "certificate", "private_key_passphrase", "intermediates"];

/** What a new container is to hold, or Barbican's refusal. */
export function containerRequest(
  barbican: Barbican,
  call: Call,
): Pick<ContainerRow, "name" | "type" | "secrets"> {
  if (call.text !== "") throw keyManagerError(400, "Malformed JSON");
  const type = textAt(call.body, "type");
  if (type === undefined) throw schemaError("Container", "'type' is a required property", "None");
  if (!CONTAINER_TYPES.includes(type))
    throw schemaError(
      "Container",
      `'${type}' is not one of ['generic', 'rsa', 'certificate']`,
      "type",
    );
  const wanted = listAt(call.body, "secret_refs").map((one) => ({
    name: textAt(one, "name") ?? null,
    ref: textAt(one, "secret_ref") ?? "",
  }));
  const problem = problemOf(type, wanted);
  if (problem !== undefined) throw schemaError("Container", problem, "secret_refs");
  const secrets = wanted.map(({ name, ref }) => {
    const secretId = ref.split("/").at(-1) ?? "";
    const secret = barbican.secrets.get(secretId);
    if (!secret || ref !== secretRef(barbican, secretId))
      throw keyManagerError(400, "Provided field value is not supported");
    if (secret.projectId !== call.identity.projectId)
      throw keyManagerError(404, `Secret provided for '${name}' doesn't exist.`);
    return { name, secretId };
  });
  return { name: textAt(call.body, "name") ?? null, type, secrets };
}

function problemOf(
  type: string,
  wanted: readonly { readonly name: string | null; readonly ref: string }[],
): string | undefined {
  const names = wanted.map(({ name }) => name);
  if (new Set(names).size < names.length) return "Duplicate reference names are not allowed";
  if (new Set(wanted.map(({ ref }) => ref)).size < wanted.length)
    return "Duplicate secret ids are not allowed";
  if (type !== "certificate" || names.length === 0) return undefined;
  if (!names.every((name) => name !== null && CERTIFICATE_PARTS.includes(name)))
    return "only 'private_key', 'certificate' , 'private_key_passphrase',  or 'intermediates' reference names are allowed for Certificate type";
  return names.includes("certificate")
    ? undefined
    : "The minimum required reference name is 'certificate' for Certificate type";
}
