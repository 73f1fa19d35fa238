import { homedir } from "node:os";
import { join } from "node:path";

const OF_THE_SYSTEM = "/var/lib/jeroboam";

/**
 * Where a process keeps what is its own: what systemd gave it (`STATE_DIRECTORY`), else
 * `$XDG_STATE_HOME/jeroboam`, else `/var/lib/jeroboam` for root and `~/.local/state/jeroboam` for others.
 */
export function defaultStateDirectory(
  env: Readonly<Record<string, string | undefined>>,
  isRoot = process.getuid?.() === 0,
): string {
  const [given] = env["STATE_DIRECTORY"]?.split(":") ?? [];
  if (given) return given;
  if (env["XDG_STATE_HOME"]) return join(env["XDG_STATE_HOME"], "jeroboam");
  return isRoot ? OF_THE_SYSTEM : join(env["HOME"] ?? homedir(), ".local/state/jeroboam");
}
