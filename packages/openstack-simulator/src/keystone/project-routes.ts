import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, objectAt, textAt } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import { isAdmin } from "./identity.ts";
import type { Domain, Project } from "./identity-state.ts";
import {
  identityForbidden,
  identityNotFound,
  type Keystone,
  requireDomainAdmin,
} from "./keystone.ts";
import { listLinks, selfLink } from "./links.ts";

function projectBody(call: Call, project: Project): JsonObject {
  return {
    ...project,
    parent_id: project.domain_id,
    is_domain: false,
    tags: [],
    options: {},
    links: selfLink(call, `projects/${project.id}`),
  };
}

function domainBody(call: Call, domain: Domain): JsonObject {
  return { ...domain, tags: [], options: {}, links: selfLink(call, `domains/${domain.id}`) };
}

/** Projects and domains. */
export function projectRoutes(keystone: Keystone): readonly Route[] {
  const { projects, domains } = keystone.state;
  const projectOf = (call: Call): Project => {
    const id = call.path["id"] ?? "";
    const project = projects.get(id);
    if (!project) throw identityNotFound("project", id);
    return project;
  };
  const createProject = (call: Call): Answer => {
    const given = objectAt(call.body, "project");
    const domainId = textAt(given, "domain_id") ?? call.identity.domainId ?? "default";
    requireDomainAdmin(call.identity, domainId, "identity:create_project");
    const name = textAt(given, "name") ?? "";
    if ([...projects.values()].some((one) => one.name === name && one.domain_id === domainId)) {
      throw new ServiceError(
        "identity",
        409,
        "Conflict",
        `Conflict occurred attempting to store project - it is not permitted to have two projects with the same name in the same domain: ${name}.`,
      );
    }
    const project: Project = {
      id: keystone.random.id(),
      name,
      domain_id: domainId,
      description: textAt(given, "description") ?? "",
      enabled: given["enabled"] !== false,
    };
    projects.set(project.id, project);
    return { status: 201, body: { project: projectBody(call, project) } };
  };
  const matching = <T extends { readonly name: string; readonly id: string }>(
    call: Call,
    rows: Iterable<T>,
  ): T[] =>
    [...rows].filter((row) => {
      const name = call.query.get("name");
      const domainId = call.query.get("domain_id");
      const inDomain = domainId === null || !("domain_id" in row) || row.domain_id === domainId;
      return (name === null || row.name === name) && inDomain;
    });
  return [
    {
      method: "GET",
      path: "/projects",
      operation: "listProjects",
      handle: (call) => {
        if (!isAdmin(call.identity)) throw identityForbidden("identity:list_projects");
        const found = matching(call, projects.values());
        return {
          body: { projects: found.map((one) => projectBody(call, one)), links: listLinks(call) },
        };
      },
    },
    { method: "POST", path: "/projects", operation: "createProject", handle: createProject },
    {
      method: "GET",
      path: "/projects/:id",
      operation: "showProject",
      handle: (call) => {
        const project = projectOf(call);
        if (!isAdmin(call.identity) && call.identity.projectId !== project.id) {
          throw identityForbidden("identity:get_project");
        }
        return { body: { project: projectBody(call, project) } };
      },
    },
    {
      method: "DELETE",
      path: "/projects/:id",
      operation: "deleteProject",
      handle: (call) => {
        const project = projectOf(call);
        requireDomainAdmin(call.identity, project.domain_id, "identity:delete_project");
        projects.delete(project.id);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: "/domains",
      operation: "listDomains",
      handle: (call) => {
        if (!isAdmin(call.identity)) throw identityForbidden("identity:list_domains");
        const found = matching(call, domains.values());
        return {
          body: { domains: found.map((one) => domainBody(call, one)), links: listLinks(call) },
        };
      },
    },
    {
      method: "GET",
      path: "/domains/:id",
      operation: "showDomain",
      handle: (call) => {
        const domain = domains.get(call.path["id"] ?? "");
        if (!domain) throw identityNotFound("domain", call.path["id"] ?? "");
        return { body: { domain: domainBody(call, domain) } };
      },
    },
  ];
}
