import { ApiError } from "./api-error.ts";

/** The minor part of a version; the major part is always 1. */
export type Microversion = number;

export const MINIMUM: Microversion = 1;
export const MAXIMUM: Microversion = 14;

/** What changed the shape of requests and answers, and since when. */
export const MICROVERSIONS = {
  asynchronousBays: 2,
  rollback: 3,
  resize: 7,
  upgrade: 8,
  nodeGroups: 9,
  zeroNodes: 10,
  noBays: 11,
  credentials: 12,
  clusterId: 13,
  nodeLabels: 14,
} as const satisfies Record<string, Microversion>;

/** As documents write it. */
export const VERSION_HEADER = "OpenStack-API-Version";
/** As requests and answers have it. */
export const VERSION_HEADER_NAME: Lowercase<typeof VERSION_HEADER> = "openstack-api-version";
const SERVICE_TYPE = "container-infrastructure-management";
const SERVICE_TYPES = [SERVICE_TYPE, "container-infrastructure", "container-infra"];

const RANGE_HEADERS = {
  "openstack-api-minimum-version": `${SERVICE_TYPE} 1.${MINIMUM}`,
  "openstack-api-maximum-version": `${SERVICE_TYPE} 1.${MAXIMUM}`,
};

export function versionText(version: Microversion): string {
  return `1.${version}`;
}

/** A version was asked for that is not offered; goes out in an envelope of its own. */
export class VersionRangeError extends ApiError {
  constructor(message: string, asked: string) {
    super(406, message, "", versionHeaders(asked));
  }
}

/**
 * Reads the version header; a missing one means the oldest version.
 *
 * @upstream magnum/api/controllers/versions.py `Version.parse_headers`
 */
export function parseMicroversion(header: string | undefined): Microversion {
  if (header === undefined) return MINIMUM;
  const [service = "", value = "", ...rest] = header.trim().split(/\s+/);
  if (!SERVICE_TYPES.includes(service) || value === "" || rest.length > 0)
    throw new ApiError(406, "Invalid service type for OpenStack-API-Version header", "");
  if (value.toLowerCase() === "latest") return MAXIMUM;
  // Python reads signs and leading zeros too.
  const [, major, minor] = /^([+-]?\d+)\.([+-]?\d+)$/.exec(value)?.map(Number) ?? [];
  if (major === undefined || minor === undefined)
    throw new ApiError(406, "Invalid value for OpenStack-API-Version header", "");
  const asked = `${major}.${minor}`;
  const range = `[${SERVICE_TYPE} ${versionText(MINIMUM)}, ${SERVICE_TYPE} ${versionText(MAXIMUM)}]`;
  if (major !== 1)
    throw new VersionRangeError(
      `Mutually exclusive versions requested. Version ${asked} requested but not supported by this service.The supported version range is: ${range}.`,
      asked,
    );
  if (minor < MINIMUM || minor > MAXIMUM)
    throw new VersionRangeError(
      `Version ${asked} was requested but the minor version is not supported by this service. The supported version range is: ${range}.`,
      asked,
    );
  return minor;
}

/** Those of every answer, made once. */
const HEADERS_OF_VERSIONS = new Map(
  Array.from({ length: MAXIMUM }, (_, index) => [
    MINIMUM + index,
    versionHeaders(versionText(MINIMUM + index)),
  ]),
);

/** The headers of an answer in that version. */
export function headersOfVersion(version: Microversion): Readonly<Record<string, string>> {
  return HEADERS_OF_VERSIONS.get(version) ?? versionHeaders(versionText(version));
}

/**
 * The headers that tell which versions there are, and which one was used or asked for.
 *
 * @param used - such as `1.14`
 * @upstream magnum/api/controllers/v1/__init__.py `Controller._check_version`
 */
function versionHeaders(used: string): Readonly<Record<string, string>> {
  return {
    ...RANGE_HEADERS,
    [VERSION_HEADER_NAME]: `${SERVICE_TYPE} ${used}`,
    vary: VERSION_HEADER,
  };
}
