import { z } from "zod";
import { serverTypeSchema } from "./cluster-type.ts";
import { labelsSchema } from "./labels.ts";

const text = z.string().min(1).max(255);
const optionalText = text.nullable().default(null);

/**
 * What a caller says when making a cluster template; `null` means "not set".
 *
 * @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplate`
 */
export const clusterTemplateRequestSchema = z.strictObject({
  uuid: z.uuid().toLowerCase().optional(),
  name: optionalText,
  coe: text,
  imageId: text,
  serverType: serverTypeSchema.default("vm"),
  driver: optionalText,
  flavorId: optionalText,
  masterFlavorId: optionalText,
  keypairId: optionalText,
  externalNetworkId: optionalText,
  fixedNetwork: optionalText,
  fixedSubnet: optionalText,
  networkDriver: optionalText,
  volumeDriver: optionalText,
  /** One IPv4 address or several, separated by commas. */
  dnsNameserver: optionalText,
  apiserverPort: z.int().min(1024).max(65535).nullable().default(null),
  dockerVolumeSizeGib: z.int().min(1).nullable().default(null),
  dockerStorageDriver: optionalText,
  httpProxy: optionalText,
  httpsProxy: optionalText,
  noProxy: optionalText,
  registryEnabled: z.boolean().default(false),
  insecureRegistry: optionalText,
  labels: labelsSchema.default({}),
  tlsDisabled: z.boolean().default(false),
  public: z.boolean().default(false),
  hidden: z.boolean().default(false),
  tags: z.string().max(255).nullable().default(null),
  masterLbEnabled: z.boolean().default(false),
  floatingIpEnabled: z.boolean().default(true),
});
export type ClusterTemplateRequest = z.input<typeof clusterTemplateRequestSchema>;

/** What of a cluster template is to be set; what is left out stays, `null` means "not set". */
export type ClusterTemplateChange = Partial<Omit<ClusterTemplateRequest, "uuid">>;

/** A stored cluster template: the request made whole, and who owns it. */
export const clusterTemplateSchema = clusterTemplateRequestSchema.extend({
  uuid: z.uuid(),
  version: z.int(),
  name: text,
  projectId: z.string(),
  userId: z.string(),
  /** The image's `os_distro` at creation. */
  clusterDistro: text,
  createdAt: z.date(),
  updatedAt: z.date().nullable(),
});
export type ClusterTemplate = Readonly<z.output<typeof clusterTemplateSchema>>;
