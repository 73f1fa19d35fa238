import type { Rule } from "./rule-names.ts";

/**
 * The rules since 2023.2: `reader` looks, `member` changes, `admin` does both in every project.
 *
 * Keystone puts implied roles into the token: who has `member` has `reader` too.
 *
 * @upstream magnum/common/policies on master
 * @differs The rules of bays stand here as those of clusters, although upstream dropped both together.
 *   A cluster's own user, which upstream no longer makes, may fetch the cluster's certificates
 *   (`…_or_cluster_user`) and is kept out of everything else (`deny_cluster_user`).
 */
export const ROLE_BASED_RULES = {
  context_is_admin: "role:admin and rule:deny_cluster_user",
  admin_or_owner: "is_admin:True or (project_id:%(project_id)s and rule:deny_cluster_user)",
  admin_or_user: "is_admin:True or user_id:%(user_id)s",
  is_user: "user_id:%(user_id)s",
  cluster_user: "user_id:%(trustee_user_id)s",
  deny_cluster_user: "not domain_id:%(trustee_domain_id)s",
  project_member: "role:member and project_id:%(project_id)s and rule:deny_cluster_user",
  project_reader: "role:reader and project_id:%(project_id)s and rule:deny_cluster_user",
  admin_or_project_member: "rule:context_is_admin or rule:project_member",
  admin_or_project_reader: "rule:context_is_admin or rule:project_reader",
  admin_or_project_member_user: "rule:context_is_admin or (rule:project_member and rule:is_user)",
  admin_or_project_reader_user: "rule:context_is_admin or (rule:project_reader and rule:is_user)",
  admin_or_project_member_user_or_cluster_user:
    "rule:admin_or_project_member_user or rule:cluster_user",
  admin_or_project_reader_user_or_cluster_user:
    "rule:admin_or_project_reader_user or rule:cluster_user",
  project_member_deny_cluster_user: "rule:project_member",
  project_reader_deny_cluster_user: "rule:project_reader",
  admin_or_project_member_deny_cluster_user: "rule:admin_or_project_member",
  admin_or_project_reader_deny_cluster_user: "rule:admin_or_project_reader",

  "bay:create": "rule:admin_or_project_member_deny_cluster_user",
  "bay:delete": "rule:admin_or_project_member_deny_cluster_user",
  "bay:detail": "rule:admin_or_project_reader_deny_cluster_user",
  "bay:get": "rule:admin_or_project_reader_deny_cluster_user",
  "bay:get_all": "rule:admin_or_project_reader_deny_cluster_user",
  "bay:update": "rule:admin_or_project_member_deny_cluster_user",

  "baymodel:create": "rule:admin_or_project_member_deny_cluster_user",
  "baymodel:delete": "rule:admin_or_project_member",
  "baymodel:detail": "rule:admin_or_project_reader_deny_cluster_user",
  "baymodel:get": "rule:admin_or_project_reader_deny_cluster_user",
  "baymodel:get_all": "rule:admin_or_project_reader_deny_cluster_user",
  "baymodel:publish": "rule:context_is_admin",
  "baymodel:update": "rule:admin_or_project_member",

  "certificate:create": "rule:admin_or_project_member_user_or_cluster_user",
  "certificate:get": "rule:admin_or_project_reader_user_or_cluster_user",
  "certificate:rotate_ca": "rule:admin_or_project_member",

  "cluster:create": "rule:admin_or_project_member_deny_cluster_user",
  "cluster:delete": "rule:admin_or_project_member_deny_cluster_user",
  "cluster:delete_all_projects": "rule:context_is_admin",
  "cluster:detail": "rule:admin_or_project_reader_deny_cluster_user",
  "cluster:detail_all_projects": "rule:context_is_admin",
  "cluster:get": "rule:admin_or_project_reader_deny_cluster_user",
  "cluster:get_all": "rule:admin_or_project_reader_deny_cluster_user",
  "cluster:get_all_all_projects": "rule:context_is_admin",
  "cluster:get_one_all_projects": "rule:context_is_admin",
  "cluster:resize": "rule:admin_or_project_member_deny_cluster_user",
  "cluster:update": "rule:admin_or_project_member_deny_cluster_user",
  "cluster:update_all_projects": "rule:context_is_admin",
  "cluster:update_health_status": "rule:admin_or_project_member_user",
  "cluster:upgrade": "rule:admin_or_project_member_deny_cluster_user",
  "cluster:upgrade_all_projects": "rule:context_is_admin",

  "clustertemplate:create": "rule:admin_or_project_member_deny_cluster_user",
  "clustertemplate:delete": "rule:admin_or_project_member",
  "clustertemplate:delete_all_projects": "rule:context_is_admin",
  "clustertemplate:detail": "rule:admin_or_project_reader_deny_cluster_user",
  "clustertemplate:detail_all_projects": "rule:context_is_admin",
  "clustertemplate:get": "rule:admin_or_project_reader_deny_cluster_user",
  "clustertemplate:get_all": "rule:admin_or_project_reader_deny_cluster_user",
  "clustertemplate:get_all_all_projects": "rule:context_is_admin",
  "clustertemplate:get_one_all_projects": "rule:context_is_admin",
  "clustertemplate:publish": "rule:context_is_admin",
  "clustertemplate:update": "rule:admin_or_project_member",
  "clustertemplate:update_all_projects": "rule:context_is_admin",

  "credential:rotate": "rule:project_member_deny_cluster_user",

  "federation:create": "rule:admin_or_project_member_deny_cluster_user",
  "federation:delete": "rule:admin_or_project_member_deny_cluster_user",
  "federation:detail": "rule:admin_or_project_reader_deny_cluster_user",
  "federation:get": "rule:admin_or_project_reader_deny_cluster_user",
  "federation:get_all": "rule:admin_or_project_reader_deny_cluster_user",
  "federation:update": "rule:admin_or_project_member_deny_cluster_user",

  "magnum-service:get_all": "rule:context_is_admin",

  "nodegroup:create": "rule:admin_or_project_member",
  "nodegroup:delete": "rule:admin_or_project_member",
  "nodegroup:get": "rule:admin_or_project_reader",
  "nodegroup:get_all": "rule:admin_or_project_reader",
  "nodegroup:get_all_all_projects": "rule:context_is_admin",
  "nodegroup:get_one_all_projects": "rule:context_is_admin",
  "nodegroup:update": "rule:admin_or_project_member",

  "quota:create": "rule:context_is_admin",
  "quota:delete": "rule:context_is_admin",
  "quota:get": "rule:admin_or_project_reader",
  "quota:get_all": "rule:context_is_admin",
  "quota:update": "rule:context_is_admin",

  "stats:get_all": "rule:admin_or_project_reader",
} as const satisfies Readonly<Record<Rule, string>> & Readonly<Record<string, string>>;
