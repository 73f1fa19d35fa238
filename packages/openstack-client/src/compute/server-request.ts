import { z } from "zod";
import { requestObject } from "../wire/request-object.ts";

const networkSchema = requestObject(
  {
    networkId: z.string().optional(),
    portId: z.string().optional(),
    fixedIp: z.string().optional(),
  },
  { networkId: "uuid", portId: "port" },
);

/** What makes a server. */
export const serverRequestSchema = requestObject(
  {
    name: z.string().min(1),
    flavorId: z.string(),
    imageId: z.string().optional(),
    keypairName: z.string().optional(),
    /** `none` for a server without; Nova's choice where undefined (from microversion 2.37 a must). */
    networks: z.union([z.array(networkSchema), z.enum(["auto", "none"])]).optional(),
    /** Names. */
    securityGroups: z.array(z.strictObject({ name: z.string() })).optional(),
    /** As text; encoded here. */
    userData: z
      .string()
      .transform((text) => Buffer.from(text, "utf8").toString("base64"))
      .optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    availabilityZone: z.string().optional(),
    configDrive: z.boolean().optional(),
  },
  { flavorId: "flavorRef", imageId: "imageRef", keypairName: "key_name" },
);
export type ServerRequest = z.input<typeof serverRequestSchema>;
