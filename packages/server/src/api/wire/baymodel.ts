import type { ClusterTemplate } from "@jeroboam/core";
import { isIPv4 } from "node:net";
import type { z } from "zod";
import { linksTo } from "../links.ts";
import { pageAnswer } from "./answer-attribute.ts";
import { anyText, text, texts } from "./attribute.ts";
import { clusterTemplateAnswer } from "./cluster-template-answer.ts";
import { clusterTemplateBodySchema, clusterTemplateToWire } from "./cluster-template.ts";

const MISSING = { project_id: true, user_id: true, driver: true } as const;

/**
 * A cluster template as it was before it had that name.
 *
 * @upstream magnum/api/controllers/v1/baymodel.py `BayModel`
 */
export const baymodelBodySchema = clusterTemplateBodySchema.omit(MISSING).extend({
  keypair_id: text(1, 255).nullable(),
  dns_nameserver: anyText.refine(isIPv4, { error: "Value should be IPv4 format" }).nullish(),
  labels: texts.nullish(),
});

export const baymodelAnswer = clusterTemplateAnswer.omit(MISSING);
export const baymodelListAnswer = pageAnswer("baymodels", baymodelAnswer);

export function baymodelToWire(
  template: ClusterTemplate,
  baseUrl: string,
): z.input<typeof baymodelAnswer> {
  const {
    project_id: _projectId,
    user_id: _userId,
    driver: _driver,
    ...fields
  } = clusterTemplateToWire(template, baseUrl);
  return { ...fields, links: linksTo(baseUrl, "baymodels", template.uuid) };
}
