import { z } from "zod";

/** What a node logs in to Keystone with: a user or an application credential. */
export const credentialAnswer = z.object({
  method: z.enum(["password", "application_credential"]),
  id: z.string(),
  secret: z.string(),
});
