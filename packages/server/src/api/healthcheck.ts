import { access } from "node:fs/promises";
import { arch, platform, release } from "node:os";
import type { FastifyInstance, FastifyReply } from "fastify";
import { preferredType } from "./accept.ts";

export interface HealthcheckOptions {
  /** While this file exists the server says that it is not well, so that a balancer leaves it out. */
  readonly disableFile?: string;
  /** Tell also where and on what the server runs. Default false. */
  readonly detailed?: boolean;
}

/** What one check found. */
interface Result {
  readonly available: boolean;
  readonly reason: string;
  readonly details: string;
}

const TYPES = ["text/plain", "text/html", "application/json"] as const;
type Writer = (result: Result, detailed: boolean) => string;

/** Media type → content type and body. */
const WRITERS: Readonly<Record<(typeof TYPES)[number], { type: string; write: Writer }>> = {
  "text/plain": { type: "text/plain; charset=UTF-8", write: ({ reason }) => reason },
  "text/html": {
    type: "text/html; charset=UTF-8",
    write: ({ reason }) => `<!doctype html>\n<title>Healthcheck Status</title>\n<p>${reason}</p>\n`,
  },
  "application/json": {
    type: "application/json",
    write: (result, detailed) => JSON.stringify(documentOf(result, detailed), null, 4),
  },
};

/**
 * Says whether the process answers and wants to be asked; needs no token.
 *
 * @upstream oslo_middleware/healthcheck/__init__.py `Healthcheck`
 */
export function registerHealthcheck(app: FastifyInstance, options: HealthcheckOptions = {}): void {
  const { disableFile, detailed = false } = options;
  for (const path of ["/healthcheck", "/healthcheck/*"])
    app.all(path, async (request, reply): Promise<FastifyReply> => {
      const result = await check(disableFile);
      if (request.method === "HEAD") return reply.status(result.available ? 204 : 503).send();
      const preferred = preferredType(request.headers.accept, TYPES) ?? TYPES[0];
      const { type, write } = WRITERS[preferred];
      return reply
        .status(result.available ? 200 : 503)
        .type(type)
        .send(Buffer.from(write(result, detailed)));
    });
}

/** @upstream oslo_middleware/healthcheck/disable_by_file.py `DisableByFileHealthcheck` */
async function check(disableFile: string | undefined): Promise<Result> {
  if (disableFile === undefined)
    return { available: true, reason: "OK", details: "No file that disables is configured" };
  const exists = await access(disableFile).then(
    () => true,
    () => false,
  );
  return {
    available: !exists,
    reason: exists ? "DISABLED BY FILE" : "OK",
    details: `Path '${disableFile}' was ${exists ? "" : "not "}found`,
  };
}

function documentOf({ reason, details }: Result, detailed: boolean): object {
  if (!detailed) return { detailed: false, reasons: [reason] };
  return {
    detailed: true,
    node_version: process.version,
    now: new Date().toISOString(),
    platform: `${platform()}-${release()}-${arch()}`,
    reasons: [{ class: "DisableByFileHealthcheck", details, reason }],
  };
}
