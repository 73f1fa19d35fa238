import type { CloudResources } from "@jeroboam/core";
import { matchFlavors } from "../compute/flavor.ts";
import { findKeypair } from "../compute/keypair.ts";
import { matchImages } from "../image/image.ts";
import { matchNetworks } from "../network/network.ts";
import { matchSubnets } from "../network/subnet.ts";
import type { Session } from "../session/session.ts";

/** Looks up what templates and clusters name, with the rights of one session. */
export function cloudResources(session: Session): CloudResources {
  const compute = session.service("compute");
  const network = session.service("network");
  const image = session.service("image");
  return {
    async findImages(nameOrId) {
      const images = await matchImages(image, nameOrId);
      return images.map(({ id, name, properties }) => ({
        id,
        name: name ?? null,
        osDistro: properties["os_distro"] ?? null,
        driver: properties["magnum_driver"] ?? null,
      }));
    },
    async findFlavors(nameOrId) {
      const flavors = await matchFlavors(compute, nameOrId);
      return flavors.map(({ id, name, diskGib }) => ({ id, name, diskGib }));
    },
    async findKeypairs(name) {
      const keypair = await findKeypair(compute, name);
      return keypair ? [{ name: keypair.name, publicKey: keypair.publicKey }] : [];
    },
    async findNetworks(nameOrId) {
      const networks = await matchNetworks(network, nameOrId);
      return networks.map(({ id, name, external }) => ({ id, name: name ?? null, external }));
    },
    async findSubnets(nameOrId) {
      const subnets = await matchSubnets(network, nameOrId);
      return subnets.map(({ id, name, networkId, cidr }) => ({
        id,
        name: name ?? null,
        networkId: networkId ?? "",
        cidr: cidr ?? "",
      }));
    },
  };
}
