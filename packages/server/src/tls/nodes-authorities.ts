import type { ServiceOptions } from "../service-options.ts";
import { readAuthorities } from "./trusted-authorities.ts";

/** Nova takes 64 KiB of user data in base64, of which the steps of a node take their part. */
const BYTES_MAX = 16_384;

/**
 * Reads the authorities that nodes believe, in PEM without anything else; undefined where none are named.
 *
 * @upstream magnum/common/utils.py `get_openstack_ca`
 * @throws Error that names the file that cannot be used, and why.
 */
export function readNodesAuthorities({
  nodesCaFile,
}: Pick<ServiceOptions, "nodesCaFile">): string | undefined {
  if (!nodesCaFile) return undefined;
  const text = readAuthorities([nodesCaFile]).join("");
  if (text.length <= BYTES_MAX) return text;
  throw new Error(
    `the authorities in ${nodesCaFile} cannot be given to nodes: they take ${text.length} bytes of their user data, where ${BYTES_MAX} have room; name those of the cloud alone`,
  );
}
