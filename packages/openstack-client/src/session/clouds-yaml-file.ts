import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import { parseCloudsYaml } from "./clouds-yaml.ts";
import { sessionOptionsFromEnvironment } from "./environment.ts";
import type { SessionOptions } from "./session-options.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one cloud from clouds.yaml, secure.yaml and clouds-public.yaml, each where the OpenStack
 * clients look for it: the file that OS_CLIENT_CONFIG_FILE (OS_CLIENT_SECURE_FILE) names, else the
 * first in the working directory, ~/.config/openstack, /etc/openstack.
 *
 * @param cloudName - OS_CLOUD where undefined; may be left out when the file holds one cloud.
 * @throws {@link InvalidRequestError} when there is no file, or no such cloud in it.
 */
export async function loadCloudsYaml(
  cloudName?: string,
  env: Environment = process.env,
): Promise<SessionOptions> {
  const folders = [process.cwd(), join(configHome(env), "openstack"), "/etc/openstack"];
  const [clouds, secure, publicClouds] = await Promise.all([
    readFirst(places(folders, "clouds", env["OS_CLIENT_CONFIG_FILE"])),
    readFirst(places(folders, "secure", env["OS_CLIENT_SECURE_FILE"])),
    readFirst(places(folders, "clouds-public", env["OS_CLIENT_VENDOR_FILE"])),
  ]);
  if (clouds === undefined) {
    throw new InvalidRequestError(`There is no clouds.yaml in ${folders.join(", ")}`);
  }
  return parseCloudsYaml({ clouds, secure, publicClouds }, cloudName ?? env["OS_CLOUD"]);
}

/** Does what the OpenStack clients do: clouds.yaml where OS_CLOUD names a cloud, else the OS_* variables. */
export async function loadSessionOptions(env: Environment = process.env): Promise<SessionOptions> {
  const cloud = env["OS_CLOUD"];
  return cloud === undefined || cloud === ""
    ? sessionOptionsFromEnvironment(env)
    : loadCloudsYaml(cloud, env);
}

function configHome(env: Environment): string {
  return env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? homedir(), ".config");
}

function places(folders: readonly string[], name: string, given: string | undefined) {
  if (given !== undefined) return [given];
  return folders.flatMap((folder) => [join(folder, `${name}.yaml`), join(folder, `${name}.yml`)]);
}

async function readFirst(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    try {
      await access(file);
    } catch {
      continue;
    }
    return readFile(file, "utf8");
  }
  return undefined;
}
