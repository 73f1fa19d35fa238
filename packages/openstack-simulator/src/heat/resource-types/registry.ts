import { resourceGroupType } from "../nested/resource-group.ts";
import type { ResourceType } from "../resource-type.ts";
import { computeTypes } from "./compute-types.ts";
import { floatingIpTypes } from "./floating-ip-types.ts";
import { loadBalancerTypes } from "./load-balancer-types.ts";
import { networkTypes } from "./network-types.ts";
import { portTypes } from "./port-types.ts";
import { routerTypes } from "./router-types.ts";
import { securityGroupTypes } from "./security-group-types.ts";
import { softwareTypes } from "./software-types.ts";
import { valueTypes } from "./value-types.ts";
import { volumeTypes } from "./volume-types.ts";
import { waitConditionHandleTypes } from "./wait-condition-handles.ts";
import { waitConditionTypes } from "./wait-conditions.ts";

/** Every resource type that is simulated, by name; any other is unknown to the simulator's Heat. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    resourceGroupType,
    ...valueTypes,
    ...softwareTypes,
    ...waitConditionHandleTypes,
    ...waitConditionTypes,
    ...computeTypes,
    ...networkTypes,
    ...portTypes,
    ...routerTypes,
    ...floatingIpTypes,
    ...securityGroupTypes,
    ...volumeTypes,
    ...loadBalancerTypes,
  ].map((type) => [type.type, type]),
);
