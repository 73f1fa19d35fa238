import type { Rule } from "./rule-names.ts";

/**
 * The rules as they were until 2023.1: who is in the project may do nearly everything there.
 *
 * @upstream magnum/common/policies at 15.0.1
 * @differs `context_is_admin` and `admin_or_owner` do not count a cluster's own user, whose token may
 *   carry the roles and the project of whoever made the cluster; the credential rule did not exist yet
 *   and has the one that upstream gives to those who come from here.
 */
export const LEGACY_RULES = {
  context_is_admin: "role:admin and rule:deny_cluster_user",
  admin_api: "rule:context_is_admin",
  admin_or_owner: "is_admin:True or (project_id:%(project_id)s and rule:deny_cluster_user)",
  admin_or_user: "is_admin:True or user_id:%(user_id)s",
  cluster_user: "user_id:%(trustee_user_id)s",
  deny_cluster_user: "not domain_id:%(trustee_domain_id)s",

  "bay:create": "rule:deny_cluster_user",
  "bay:delete": "rule:deny_cluster_user",
  "bay:detail": "rule:deny_cluster_user",
  "bay:get": "rule:deny_cluster_user",
  "bay:get_all": "rule:deny_cluster_user",
  "bay:update": "rule:deny_cluster_user",

  "baymodel:create": "rule:deny_cluster_user",
  "baymodel:delete": "rule:deny_cluster_user",
  "baymodel:detail": "rule:deny_cluster_user",
  "baymodel:get": "rule:deny_cluster_user",
  "baymodel:get_all": "rule:deny_cluster_user",
  "baymodel:publish": "rule:admin_api",
  "baymodel:update": "rule:deny_cluster_user",

  "certificate:create": "rule:admin_or_user or rule:cluster_user",
  "certificate:get": "rule:admin_or_user or rule:cluster_user",
  "certificate:rotate_ca": "rule:admin_or_owner",

  "cluster:create": "rule:deny_cluster_user",
  "cluster:delete": "rule:deny_cluster_user",
  "cluster:delete_all_projects": "rule:admin_api",
  "cluster:detail": "rule:deny_cluster_user",
  "cluster:detail_all_projects": "rule:admin_api",
  "cluster:get": "rule:deny_cluster_user",
  "cluster:get_all": "rule:deny_cluster_user",
  "cluster:get_all_all_projects": "rule:admin_api",
  "cluster:get_one_all_projects": "rule:admin_api",
  "cluster:resize": "rule:deny_cluster_user",
  "cluster:update": "rule:deny_cluster_user",
  "cluster:update_all_projects": "rule:admin_api",
  "cluster:update_health_status": "rule:admin_or_user or rule:cluster_user",
  "cluster:upgrade": "rule:deny_cluster_user",
  "cluster:upgrade_all_projects": "rule:admin_api",

  "clustertemplate:create": "rule:deny_cluster_user",
  "clustertemplate:delete": "rule:admin_or_owner",
  "clustertemplate:delete_all_projects": "rule:admin_api",
  "clustertemplate:detail": "rule:deny_cluster_user",
  "clustertemplate:detail_all_projects": "rule:admin_api",
  "clustertemplate:get": "rule:deny_cluster_user",
  "clustertemplate:get_all": "rule:deny_cluster_user",
  "clustertemplate:get_all_all_projects": "rule:admin_api",
  "clustertemplate:get_one_all_projects": "rule:admin_api",
  "clustertemplate:publish": "rule:admin_api",
  "clustertemplate:update": "rule:admin_or_owner",
  "clustertemplate:update_all_projects": "rule:admin_api",

  "credential:rotate": "rule:admin_or_owner",

  "federation:create": "rule:deny_cluster_user",
  "federation:delete": "rule:deny_cluster_user",
  "federation:detail": "rule:deny_cluster_user",
  "federation:get": "rule:deny_cluster_user",
  "federation:get_all": "rule:deny_cluster_user",
  "federation:update": "rule:deny_cluster_user",

  "magnum-service:get_all": "rule:admin_api",

  "nodegroup:create": "rule:admin_or_owner",
  "nodegroup:delete": "rule:admin_or_owner",
  "nodegroup:get": "rule:admin_or_owner",
  "nodegroup:get_all": "rule:admin_or_owner",
  "nodegroup:get_all_all_projects": "rule:admin_api",
  "nodegroup:get_one_all_projects": "rule:admin_api",
  "nodegroup:update": "rule:admin_or_owner",

  "quota:create": "rule:admin_api",
  "quota:delete": "rule:admin_api",
  "quota:get": "rule:admin_or_owner",
  "quota:get_all": "rule:admin_api",
  "quota:update": "rule:admin_api",

  "stats:get_all": "rule:admin_or_owner",
} as const satisfies Readonly<Record<Rule, string>> & Readonly<Record<string, string>>;
