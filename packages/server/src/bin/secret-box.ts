import { dirname } from "node:path";
import { JeroboamError, messageOf } from "@jeroboam/core";
import {
  createSecretBox,
  loadSecretKeys,
  parseSecretKeys,
  readSecretKeysAgain,
  type SecretBox,
} from "@jeroboam/sql-store";
import { SECRET_VARIABLES } from "../secret-variables.ts";
import type { ServiceOptions } from "../service-options.ts";
import { makeOwnDirectory } from "./own-directory.ts";

/** The options that say what seals the secrets of the database. */
export type SecretKeyOptions = Pick<ServiceOptions, "secretKeyFile" | "secretKeys">;

/**
 * What seals the secrets of the database: the keys of the environment, else those of the key file,
 * which is read again when a secret is met whose key is not known.
 *
 * @param options.create - Makes the file where it is not there.
 * @throws where the keys cannot be used.
 */
export async function openSecretBox(
  { secretKeys, secretKeyFile: path }: SecretKeyOptions,
  { create }: { readonly create: boolean },
): Promise<SecretBox> {
  const variable = SECRET_VARIABLES.secretKeys;
  if (secretKeys !== undefined)
    return createSecretBox(parseSecretKeys(secretKeys, variable), variable);
  if (create) makeOwnDirectory(dirname(path), "--secret-key-file or --state-directory");
  return createSecretBox(await keysIn(path, create), path, () => readSecretKeysAgain(path));
}

async function keysIn(path: string, create: boolean): Promise<readonly Buffer[]> {
  try {
    return await loadSecretKeys(path, { create });
  } catch (cause) {
    if (cause instanceof JeroboamError) throw cause;
    throw new Error(
      `the key file ${path} cannot be used: ${messageOf(cause)}; --secret-key-file or --state-directory names another one`,
      { cause },
    );
  }
}
