import { resolve } from "node:path";
import { type ClientConfig, newClientConfig } from "@jeroboam/core";
import {
  createSession,
  getCaCertificate,
  getCluster,
  getClusterTemplate,
  loadSessionOptions,
  signCertificate,
} from "@jeroboam/openstack-client";
import type { CommandCall } from "./command-call.ts";
import { shellAssignments } from "./shell-assignments.ts";
import { writePrivateFiles } from "./private-files.ts";

const NO_LOGIN =
  "nobody is logged in: set OS_AUTH_URL and the variables that go with it, as an openrc file does, or OS_CLOUD";

/**
 * Has a client of a cluster certified by any server that speaks Magnum's API, and writes its files.
 *
 * @returns the exit code
 * @throws where the login, the cluster or the directory cannot be used; nothing is overwritten then.
 */
export async function printClusterConfig({
  given,
  env,
  json,
  print,
}: CommandCall): Promise<number> {
  const [name = ""] = given.values;
  const { dir, force, endpoint } = given.options;
  const directory = resolve(String(dir));
  if (!env["OS_AUTH_URL"] && !env["OS_CLOUD"]) throw new Error(NO_LOGIN);
  const session = createSession({
    ...(await loadSessionOptions(env)),
    ...(typeof endpoint === "string" && { endpointOverrides: { "container-infra": endpoint } }),
  });
  const magnum = session.service("container-infra", { microversion: "latest" });
  const { uuid, clusterTemplateId, ...cluster } = await getCluster(magnum, name);
  const { coe, tlsDisabled } = await getClusterTemplate(magnum, clusterTemplateId);
  const { apiAddress = null, status = "unknown" } = cluster;
  const config = await newClientConfig(
    { name: cluster.name, status, apiAddress, coe, tlsDisabled: tlsDisabled ?? false },
    {
      caPem: () => getCaCertificate(magnum, uuid),
      sign: (csr) => signCertificate(magnum, { clusterUuid: uuid, csr }),
    },
    directory,
  );
  writePrivateFiles(directory, config.files, { overwrite: force === true });
  print(
    json ? asJson(config, directory) : asShell(config, { coe, apiAddress, shell: env["SHELL"] }),
  );
  return 0;
}

function asJson({ files, environment }: ClientConfig, directory: string): string {
  const paths = files.map(({ name }) => resolve(directory, name));
  return `${JSON.stringify({ files: paths, environment }, null, 2)}\n`;
}

/** Lines that a shell can evaluate, whatever there is to say. */
function asShell(
  { environment }: ClientConfig,
  about: {
    readonly coe: string;
    readonly apiAddress: string | null;
    readonly shell: string | undefined;
  },
): string {
  if (Object.keys(environment).length > 0) return shellAssignments(environment, about.shell);
  return `# Clients of ${about.coe} need no more than its address: ${about.apiAddress ?? "none yet"}\n`;
}
