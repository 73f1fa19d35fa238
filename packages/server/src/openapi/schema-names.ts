import type { z } from "zod";
import { patchBodySchema } from "../api/patch.ts";
import { acceptedAnswer, linksAnswer } from "../api/wire/answer-attribute.ts";
import {
  bayAnswer,
  bayBodySchema,
  bayDetailAnswer,
  bayListAnswer,
  bayShortAnswer,
} from "../api/wire/bay.ts";
import { baymodelAnswer, baymodelBodySchema, baymodelListAnswer } from "../api/wire/baymodel.ts";
import { certificateAnswer, certificateBodySchema } from "../api/wire/certificate.ts";
import {
  clusterAnswer,
  clusterDetailAnswer,
  clusterListAnswer,
  clusterLongAnswer,
  clusterShortAnswer,
} from "../api/wire/cluster-answer.ts";
import { clusterPlanAnswer } from "../api/wire/cluster-plan.ts";
import { clusterBodySchema } from "../api/wire/cluster.ts";
import {
  clusterTemplateAnswer,
  clusterTemplateListAnswer,
} from "../api/wire/cluster-template-answer.ts";
import { clusterTemplateBodySchema } from "../api/wire/cluster-template.ts";
import { credentialAnswer } from "../api/wire/credential.ts";
import { driverAnswer, driverListAnswer, driverShortAnswer } from "../api/wire/driver.ts";
import { eventAnswer, eventListAnswer } from "../api/wire/event.ts";
import {
  federationAnswer,
  federationBodySchema,
  federationListAnswer,
} from "../api/wire/federation.ts";
import { mserviceAnswer, mservicesAnswer } from "../api/wire/mservice.ts";
import {
  nodeGroupAnswer,
  nodeGroupListAnswer,
  nodeGroupShortAnswer,
} from "../api/wire/nodegroup-answer.ts";
import { nodeGroupBodySchema } from "../api/wire/nodegroup.ts";
import { operationAnswer, operationListAnswer } from "../api/wire/operation.ts";
import { quotaAnswer, quotaBodySchema, quotasAnswer } from "../api/wire/quota.ts";
import { resizeBodySchema } from "../api/wire/resize.ts";
import { statsAnswer } from "../api/wire/stats.ts";
import { upgradeBodySchema } from "../api/wire/upgrade.ts";

/** What answers are called in the document; one that is not here is called after its operation. */
export const ANSWER_NAMES: Readonly<Record<string, z.ZodType>> = {
  Accepted: acceptedAnswer,
  Bay: bayAnswer,
  BayDetailList: bayDetailAnswer,
  BayList: bayListAnswer,
  BayModel: baymodelAnswer,
  BayModelList: baymodelListAnswer,
  BayShort: bayShortAnswer,
  Certificate: certificateAnswer,
  Cluster: clusterAnswer,
  ClusterDetail: clusterLongAnswer,
  ClusterDetailList: clusterDetailAnswer,
  ClusterList: clusterListAnswer,
  ClusterPlan: clusterPlanAnswer,
  ClusterShort: clusterShortAnswer,
  ClusterTemplate: clusterTemplateAnswer,
  ClusterTemplateList: clusterTemplateListAnswer,
  CredentialLogin: credentialAnswer,
  Driver: driverAnswer,
  DriverList: driverListAnswer,
  DriverShort: driverShortAnswer,
  Event: eventAnswer,
  EventList: eventListAnswer,
  Federation: federationAnswer,
  FederationList: federationListAnswer,
  Links: linksAnswer,
  MService: mserviceAnswer,
  MServiceList: mservicesAnswer,
  NodeGroup: nodeGroupAnswer,
  NodeGroupList: nodeGroupListAnswer,
  NodeGroupShort: nodeGroupShortAnswer,
  Operation: operationAnswer,
  OperationList: operationListAnswer,
  Quota: quotaAnswer,
  QuotaList: quotasAnswer,
  Stats: statsAnswer,
};

/** What bodies are called in the document, in the same way. */
export const BODY_NAMES: Readonly<Record<string, z.ZodType>> = {
  BayModelRequest: baymodelBodySchema,
  BayRequest: bayBodySchema,
  CertificateRequest: certificateBodySchema,
  ClusterRequest: clusterBodySchema,
  ClusterTemplateRequest: clusterTemplateBodySchema,
  FederationRequest: federationBodySchema,
  JsonPatch: patchBodySchema,
  NodeGroupRequest: nodeGroupBodySchema,
  QuotaRequest: quotaBodySchema,
  ResizeRequest: resizeBodySchema,
  UpgradeRequest: upgradeBodySchema,
};
