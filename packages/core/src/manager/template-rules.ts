import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { COE_RULES, type CoeRules } from "./coe-rules.ts";

type Choices = Pick<ClusterTemplate, "coe" | "serverType" | "networkDriver" | "volumeDriver">;

/** The smallest docker volume that devicemapper works with. */
const DEVICEMAPPER_MIN_GIB = 3;

/** Checks what the template chooses against its COE and answers the COE's rules. */
export function requireCoeRules(choices: Choices): CoeRules {
  const { coe, serverType, networkDriver, volumeDriver } = choices;
  const rules = COE_RULES[coe];
  if (!rules)
    throw new JeroboamError(
      "JRB_COE_NOT_SUPPORTED",
      `Requested COE type ${coe} is not supported.`,
      {
        details: { coe, supported: Object.keys(COE_RULES) },
      },
    );
  refuseUnless(
    rules.serverTypes,
    serverType,
    "JRB_SERVER_TYPE_NOT_SUPPORTED",
    "Server type",
    "server type",
  );
  if (networkDriver !== null)
    refuseUnless(
      rules.networkDrivers,
      networkDriver,
      "JRB_NETWORK_DRIVER_NOT_SUPPORTED",
      "Network driver type",
      "network driver",
    );
  if (volumeDriver !== null)
    refuseUnless(
      rules.volumeDrivers,
      volumeDriver,
      "JRB_VOLUME_DRIVER_NOT_SUPPORTED",
      "Volume driver type",
      "volume driver",
    );
  return rules;
}

/** @upstream magnum/api/attr_validator.py `validate_docker_volume_size` in the release that checks a given size only */
export function requireDockerVolumeSize(
  storageDriver: string | null,
  sizeGib: number | null,
): void {
  if (storageDriver !== "devicemapper" || sizeGib === null || sizeGib >= DEVICEMAPPER_MIN_GIB)
    return;
  throw new JeroboamError(
    "JRB_DOCKER_VOLUME_TOO_SMALL",
    `docker volume size ${sizeGib} GB is not valid, expecting minimum value ${DEVICEMAPPER_MIN_GIB}GB for devicemapper storage driver.`,
    { details: { sizeGib, minimumGib: DEVICEMAPPER_MIN_GIB, storageDriver } },
  );
}

function refuseUnless(
  supported: readonly string[],
  value: string,
  code:
    | "JRB_SERVER_TYPE_NOT_SUPPORTED"
    | "JRB_NETWORK_DRIVER_NOT_SUPPORTED"
    | "JRB_VOLUME_DRIVER_NOT_SUPPORTED",
  subject: string,
  noun: string,
): void {
  if (supported.includes(value)) return;
  throw new JeroboamError(
    code,
    `${subject} ${value} is not supported, expecting a ${supported.join("/")}/unspecified ${noun}.`,
    { details: { value, supported } },
  );
}
