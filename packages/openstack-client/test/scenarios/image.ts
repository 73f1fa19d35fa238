import { collect, findImage, listImages, matchImages } from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";

async function play(...[session]: Parameters<Scenario<unknown>["play"]>) {
  const glance = session.service("image");
  const found = await findImage(glance, "ubuntu-22.04");
  return {
    found,
    byId: await findImage(glance, found?.id ?? ""),
    absent: await findImage(glance, "no such image"),
    oddName: await matchImages(glance, 'a:b,"c"'),
    ubuntu: await collect(listImages(glance, { properties: { os_distro: "ubuntu" }, pageSize: 2 })),
  };
}

export const image = { cloud: "demo", play };
