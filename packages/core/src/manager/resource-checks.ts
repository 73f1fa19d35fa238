import type { CloudResources, FlavorReference, ImageReference } from "../cloud/cloud-resources.ts";
import type { ErrorCode } from "../errors/catalogue.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { type AskedService, askingCloud, statusOf } from "./cloud-failure.ts";

/** What a template or cluster names in the cloud beside its image; null is not looked up. */
export interface NamedResources {
  readonly flavorId: string | null;
  readonly masterFlavorId: string | null;
  readonly externalNetworkId: string | null;
  readonly fixedNetwork: string | null;
  readonly fixedSubnet: string | null;
}
export type UsableImage = ImageReference & { readonly osDistro: string };

interface ResourceKind {
  readonly service: AskedService;
  readonly missing: ErrorCode;
  /** Left out where the first of several will do. */
  readonly several?: ErrorCode;
}

const KINDS = {
  image: { service: "image", missing: "JRB_IMAGE_NOT_FOUND", several: "JRB_IMAGE_AMBIGUOUS" },
  flavor: { service: "compute", missing: "JRB_FLAVOR_NOT_FOUND" },
  keypair: { service: "compute", missing: "JRB_KEYPAIR_NOT_FOUND" },
  "external network": {
    service: "network",
    missing: "JRB_EXTERNAL_NETWORK_NOT_FOUND",
    several: "JRB_EXTERNAL_NETWORK_AMBIGUOUS",
  },
  "fixed network": {
    service: "network",
    missing: "JRB_FIXED_NETWORK_NOT_FOUND",
    several: "JRB_FIXED_NETWORK_AMBIGUOUS",
  },
  "fixed subnet": {
    service: "network",
    missing: "JRB_FIXED_SUBNET_NOT_FOUND",
    several: "JRB_FIXED_SUBNET_AMBIGUOUS",
  },
} as const satisfies Readonly<Record<string, ResourceKind>>;

/** What the cloud said to a look-up of everything at once. */
export interface FoundResources {
  /** Undefined where the image is not there, or cannot be used. */
  readonly image: UsableImage | undefined;
  /** Those of master and workers that are there. */
  readonly flavors: readonly FlavorReference[];
  /** Answers the image, or throws the first fault in the reference's order. */
  requireAll(): UsableImage;
}

/**
 * Asks the cloud for everything that is named, side by side; nothing is thrown before `requireAll`.
 *
 * @upstream magnum/api/attr_validator.py `validate_os_resources`
 */
export async function lookUpResources(
  resources: CloudResources,
  names: NamedResources & { readonly imageId: string },
): Promise<FoundResources> {
  const network = async (kind: "external network" | "fixed network", name: string | null) => {
    if (name === null) return undefined;
    return theOne(kind, name, async () =>
      (await resources.findNetworks(name)).filter(
        (found) => kind === "fixed network" || found.external,
      ),
    );
  };
  const subnet = async (name: string | null) =>
    name === null ? undefined : theOne("fixed subnet", name, () => resources.findSubnets(name));
  const workerFlavor = requireFlavor(resources, names.flavorId);
  const answers = await Promise.allSettled([
    requireImage(resources, names.imageId),
    workerFlavor,
    names.masterFlavorId === names.flavorId
      ? workerFlavor
      : requireFlavor(resources, names.masterFlavorId),
    network("external network", names.externalNetworkId),
    network("fixed network", names.fixedNetwork),
    subnet(names.fixedSubnet),
  ]);
  const [image, ...[workers, masters]] = answers;
  return {
    image: image.status === "fulfilled" ? image.value : undefined,
    flavors: [workers, masters].flatMap((answer) =>
      answer.status === "fulfilled" && answer.value ? [answer.value] : [],
    ),
    requireAll() {
      if (image.status === "rejected") throw image.reason;
      for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
      return image.value;
    },
  };
}

/** The one image of that name or id, with its os_distro. */
export async function requireImage(
  resources: CloudResources,
  imageId: string,
): Promise<UsableImage> {
  const image = await theOne("image", imageId, () => resources.findImages(imageId));
  const { osDistro } = image;
  if (!osDistro)
    throw new JeroboamError(
      "JRB_IMAGE_WITHOUT_OS_DISTRO",
      `Image ${imageId} doesn't contain os_distro field; set it with: openstack image set --property os_distro=<distribution> ${imageId}`,
      { details: { image: imageId } },
    );
  return { ...image, osDistro };
}

/** The flavor of that name or id; null where none is named. */
export async function requireFlavor(
  resources: CloudResources,
  flavorId: string | null,
): Promise<FlavorReference | null> {
  if (flavorId === null) return null;
  return theOne("flavor", flavorId, () => resources.findFlavors(flavorId));
}

/** The keypair must be the requester's own. */
export async function requireKeypair(resources: CloudResources, name: string): Promise<void> {
  await theOne("keypair", name, () => resources.findKeypairs(name));
}

async function theOne<Match>(
  kind: keyof typeof KINDS,
  name: string,
  look: () => Promise<readonly Match[]>,
): Promise<Match> {
  const { service, missing, several }: ResourceKind = KINDS[kind];
  const details = { [kind.replaceAll(" ", "_")]: name };
  const [first, second] = await askingCloud(service, () =>
    look().catch((error: unknown): readonly Match[] => {
      const status = statusOf(error);
      // No object has a name that the service cannot even be asked for.
      if (status === 400) return [];
      if (status !== 403 || kind !== "image") throw error;
      throw new JeroboamError("JRB_NOT_AUTHORIZED", `Not authorized for image ${name}.`, {
        cause: error,
        details,
      });
    }),
  );
  if (first === undefined)
    throw new JeroboamError(missing, `Unable to find ${kind} ${name}.`, { details });
  if (second !== undefined && several !== undefined)
    throw new JeroboamError(
      several,
      `Multiple ${kind}s exist with same name '${name}'. Please use the ${kind} ID instead.`,
      { details },
    );
  return first;
}
