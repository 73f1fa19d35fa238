import type { FlavorReference } from "../cloud/cloud-resources.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { Labels } from "../cluster/labels.ts";
import type { ErrorCode } from "../errors/catalogue.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { COE_RULES } from "./coe-rules.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { OperatorRules } from "./operator-rules.ts";

type Choices = Pick<ClusterTemplate, "coe" | "serverType" | "networkDriver" | "volumeDriver">;

/** The smallest docker volume that devicemapper works with. */
const DEVICEMAPPER_MIN_GIB = 3;

/**
 * Checks what the template chooses against its COE and the operator's lists, and answers its network
 * driver: its own, else the operator's or the COE's default. Of a COE that only a driver knows, the
 * driver judges.
 */
export function requireCoeRules<Services>(
  { drivers, rules: operator }: Pick<ManagerParts<Services>, "drivers" | "rules">,
  choices: Choices,
): string | null {
  const { coe, serverType, volumeDriver } = choices;
  const rules = Object.hasOwn(COE_RULES, coe) ? COE_RULES[coe] : undefined;
  if (!rules && !drivers.provides(coe))
    throw new JeroboamError(
      "JRB_COE_NOT_SUPPORTED",
      `Requested COE type ${coe} is not supported.`,
      { details: { coe, supported: Object.keys(COE_RULES) } },
    );
  const chosen = choices.networkDriver ?? operator.defaultNetworkDrivers[coe];
  const networkDriver = chosen ?? rules?.defaultNetworkDriver ?? null;
  const allowed = operator.allowedNetworkDrivers[coe] ?? "all";
  if (rules) requireOneOf(rules.serverTypes, serverType, SERVER_TYPE);
  if (rules && networkDriver !== null)
    requireOneOf(rules.networkDrivers, networkDriver, NETWORK_DRIVER);
  if (allowed !== "all" && networkDriver !== null)
    requireOneOf(allowed, networkDriver, ALLOWED_NETWORK_DRIVER);
  if (rules && volumeDriver !== null)
    requireOneOf(rules.volumeDrivers, volumeDriver, VOLUME_DRIVER);
  return networkDriver;
}

/** @upstream magnum/api/validation.py `_enforce_volume_storage_size` */
export function requireDockerVolumeSize(
  storageDriver: string | null,
  sizeGib: number | null,
): void {
  if (storageDriver !== "devicemapper" || (sizeGib ?? 0) >= DEVICEMAPPER_MIN_GIB) return;
  throw new JeroboamError(
    "JRB_DOCKER_VOLUME_TOO_SMALL",
    `docker volume size ${sizeGib ?? "None"} GB is not valid, expecting minimum value ${DEVICEMAPPER_MIN_GIB}GB for devicemapper storage driver.`,
    { details: { sizeGib, minimumGib: DEVICEMAPPER_MIN_GIB, storageDriver } },
  );
}

/**
 * Refuses flavors without a disk where nodes boot from it.
 *
 * @upstream magnum/api/attr_validator.py `validate_flavor_root_volume_size`
 */
export function requireBootDisk(
  flavors: readonly FlavorReference[],
  labels: Labels,
  { defaultBootVolumeSizeGib }: OperatorRules,
): void {
  if (Number(labels["boot_volume_size"] ?? defaultBootVolumeSizeGib) !== 0) return;
  const diskless = flavors.find(({ diskGib }) => diskGib === 0);
  if (!diskless) return;
  throw new JeroboamError(
    "JRB_FLAVOR_WITHOUT_DISK",
    `Flavor ${diskless.name} has no disk: set the label boot_volume_size to a size in GiB, or choose another flavor.`,
    { details: { flavor: diskless.name } },
  );
}

interface Choice {
  readonly code: ErrorCode;
  readonly subject: string;
  readonly verb: "supported" | "allowed";
}
const SERVER_TYPE: Choice = {
  code: "JRB_SERVER_TYPE_NOT_SUPPORTED",
  subject: "server type",
  verb: "supported",
};
const NETWORK_DRIVER: Choice = {
  code: "JRB_NETWORK_DRIVER_NOT_SUPPORTED",
  subject: "network driver",
  verb: "supported",
};
const ALLOWED_NETWORK_DRIVER: Choice = {
  code: "JRB_NETWORK_DRIVER_NOT_ALLOWED",
  subject: "network driver",
  verb: "allowed",
};
const VOLUME_DRIVER: Choice = {
  code: "JRB_VOLUME_DRIVER_NOT_SUPPORTED",
  subject: "volume driver",
  verb: "supported",
};

function requireOneOf(
  supported: readonly string[],
  value: string,
  { code, subject, verb }: Choice,
): void {
  if (supported.includes(value)) return;
  throw new JeroboamError(
    code,
    `The ${subject} ${value} is not ${verb}; choose one of ${supported.join(", ")}, or none.`,
    { details: { value, supported } },
  );
}
