import type { CloudResources, ImageReference } from "../cloud/cloud-resources.ts";
import type { ErrorCode } from "../errors/catalogue.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** What a template or cluster names in the cloud; null is not looked up. */
export interface NamedResources {
  readonly flavorId: string | null;
  readonly masterFlavorId: string | null;
  readonly externalNetworkId: string | null;
  readonly fixedNetwork: string | null;
  readonly fixedSubnet: string | null;
}

/** The one image of that name or id, with its os_distro. */
export async function requireImage(
  resources: CloudResources,
  imageId: string,
): Promise<ImageReference & { readonly osDistro: string }> {
  const image = onlyOne(await resources.findImages(imageId), {
    missing: "JRB_IMAGE_NOT_FOUND",
    several: "JRB_IMAGE_AMBIGUOUS",
    kind: "image",
    name: imageId,
  });
  const { osDistro } = image;
  if (!osDistro)
    throw new JeroboamError(
      "JRB_IMAGE_WITHOUT_OS_DISTRO",
      `Image ${imageId} doesn't contain os_distro field; set it with: openstack image set --property os_distro=<distribution> ${imageId}`,
      { details: { image: imageId } },
    );
  return { ...image, osDistro };
}

/**
 * Checks that what is named exists; throws the first fault, in the order of the list.
 *
 * @upstream magnum/api/attr_validator.py `validate_os_resources`
 * @differs the look-ups run side by side; the order of the faults stays
 */
export async function requireResources(
  resources: CloudResources,
  names: NamedResources,
): Promise<void> {
  const network = async (name: string, external: boolean) =>
    (await resources.findNetworks(name)).filter((found) => !external || found.external);
  const checks: readonly [
    string | null,
    string,
    ErrorCode,
    ErrorCode,
    (name: string) => Promise<readonly unknown[]>,
  ][] = [
    [
      names.flavorId,
      "flavor",
      "JRB_FLAVOR_NOT_FOUND",
      "JRB_FLAVOR_NOT_FOUND",
      (name) => resources.findFlavors(name),
    ],
    [
      names.masterFlavorId,
      "flavor",
      "JRB_FLAVOR_NOT_FOUND",
      "JRB_FLAVOR_NOT_FOUND",
      (name) => resources.findFlavors(name),
    ],
    [
      names.externalNetworkId,
      "external network",
      "JRB_EXTERNAL_NETWORK_NOT_FOUND",
      "JRB_EXTERNAL_NETWORK_AMBIGUOUS",
      (name) => network(name, true),
    ],
    [
      names.fixedNetwork,
      "fixed network",
      "JRB_FIXED_NETWORK_NOT_FOUND",
      "JRB_FIXED_NETWORK_AMBIGUOUS",
      (name) => network(name, false),
    ],
    [
      names.fixedSubnet,
      "fixed subnet",
      "JRB_FIXED_SUBNET_NOT_FOUND",
      "JRB_FIXED_SUBNET_AMBIGUOUS",
      (name) => resources.findSubnets(name),
    ],
  ];
  const found = await Promise.all(
    checks.map(([name, , , , look]) => (name === null ? Promise.resolve(undefined) : look(name))),
  );
  for (const [index, [name, kind, missing, several]] of checks.entries()) {
    const matches = found[index];
    if (name !== null && matches) onlyOne(matches, { missing, several, kind, name });
  }
}

/** The keypair must be the requester's own. */
export async function requireKeypair(resources: CloudResources, name: string): Promise<void> {
  onlyOne(await resources.findKeypairs(name), {
    missing: "JRB_KEYPAIR_NOT_FOUND",
    several: "JRB_KEYPAIR_NOT_FOUND",
    kind: "keypair",
    name,
  });
}

function onlyOne<Match>(
  matches: readonly Match[],
  words: { missing: ErrorCode; several: ErrorCode; kind: string; name: string },
): Match {
  const [first, second] = matches;
  const details = { [words.kind.replaceAll(" ", "_")]: words.name };
  if (first === undefined)
    throw new JeroboamError(words.missing, `Unable to find ${words.kind} ${words.name}.`, {
      details,
    });
  if (second !== undefined && words.several !== words.missing)
    throw new JeroboamError(
      words.several,
      `Multiple ${words.kind}s exist with same name '${words.name}'. Please use the ${words.kind} ID instead.`,
      { details },
    );
  return first;
}
