import { SERVER_TYPES } from "@jeroboam/core";
import { z } from "zod";
import {
  dateTime,
  labelsAnswer,
  linksAnswer,
  pageAnswer,
  textOrNull,
  wholeOrNull,
} from "./answer-attribute.ts";

/** A cluster template; lists show the same. */
export const clusterTemplateAnswer = z.object({
  insecure_registry: textOrNull,
  labels: labelsAnswer,
  updated_at: dateTime.nullable(),
  floating_ip_enabled: z.boolean(),
  fixed_subnet: textOrNull,
  master_flavor_id: textOrNull,
  uuid: z.guid(),
  no_proxy: textOrNull,
  https_proxy: textOrNull,
  tls_disabled: z.boolean(),
  keypair_id: textOrNull,
  public: z.boolean(),
  http_proxy: textOrNull,
  docker_volume_size: wholeOrNull,
  server_type: z.enum(SERVER_TYPES),
  external_network_id: textOrNull,
  cluster_distro: z.string(),
  image_id: z.string(),
  volume_driver: textOrNull,
  registry_enabled: z.boolean(),
  docker_storage_driver: textOrNull,
  apiserver_port: wholeOrNull,
  name: z.string(),
  created_at: dateTime,
  network_driver: textOrNull,
  fixed_network: textOrNull,
  coe: z.string(),
  flavor_id: textOrNull,
  master_lb_enabled: z.boolean(),
  dns_nameserver: textOrNull,
  project_id: z.string(),
  user_id: z.string(),
  hidden: z.boolean(),
  tags: textOrNull,
  driver: textOrNull,
  links: linksAnswer,
});

export const clusterTemplateListAnswer = pageAnswer("clustertemplates", clusterTemplateAnswer);
