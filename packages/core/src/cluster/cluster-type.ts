import { z } from "zod";

export const SERVER_TYPES = ["vm", "bm"] as const;
export type ServerType = (typeof SERVER_TYPES)[number];
export const serverTypeSchema = z.enum(SERVER_TYPES);

/** Container orchestration engines that the wire format names; drivers may provide others. */
export const COES = ["kubernetes", "swarm", "swarm-mode", "mesos", "dcos"] as const;
export type Coe = (typeof COES)[number] | (string & {});

/** The triple by which a driver is chosen; `os` is compared with the image's `os_distro`. */
export interface ClusterType {
  readonly serverType: ServerType;
  readonly os: string;
  readonly coe: Coe;
}
