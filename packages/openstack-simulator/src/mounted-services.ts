import { containerRoutes } from "./barbican/container-routes.ts";
import { secretRoutes } from "./barbican/secret-routes.ts";
import type { Cloud } from "./cloud.ts";
import { imageRoutes } from "./glance/glance.ts";
import type { Heat } from "./heat/heat.ts";
import { resourceRoutes } from "./heat/resource-routes.ts";
import { cloudFormationRoutes } from "./heat/resource-signals.ts";
import { stackContentRoutes } from "./heat/stack-content-routes.ts";
import { stackRoutes } from "./heat/stack-routes.ts";
import type { MountedService } from "./http/listener.ts";
import { versionServices } from "./http/version-routes.ts";
import { applicationCredentialRoutes } from "./keystone/application-credential-routes.ts";
import { catalogRoutes } from "./keystone/catalog-routes.ts";
import { projectRoutes } from "./keystone/project-routes.ts";
import { roleRoutes } from "./keystone/role-routes.ts";
import { tokenRoutes } from "./keystone/token-routes.ts";
import { revocationRoutes } from "./keystone/revocation-routes.ts";
import { trustRoutes } from "./keystone/trust-routes.ts";
import { userRoutes } from "./keystone/user-routes.ts";
import { networkRoutes } from "./neutron/network-routes.ts";
import { flavorRoutes } from "./nova/flavor-routes.ts";
import { keypairRoutes } from "./nova/keypair-routes.ts";
import { computeQuotaRoutes } from "./nova/quota-routes.ts";
import { serverRoutes } from "./nova/server-routes.ts";

/** Every service at its place below the simulator's origin. */
export function mountServices(cloud: Cloud, heat: Heat): readonly MountedService[] {
  const { keystone, nova, glance, neutron, barbican } = cloud;
  return [
    ...versionServices(),
    {
      service: "identity",
      prefix: "/identity/v3",
      routes: [
        ...tokenRoutes(keystone),
        ...userRoutes(keystone),
        ...revocationRoutes(keystone),
        ...trustRoutes(keystone),
        ...projectRoutes(keystone),
        ...roleRoutes(keystone),
        ...applicationCredentialRoutes(keystone),
        ...catalogRoutes(keystone, cloud.region),
      ],
    },
    {
      service: "compute",
      prefix: "/compute/v2.1",
      routes: [
        ...serverRoutes(nova),
        ...keypairRoutes(nova),
        ...flavorRoutes(nova),
        ...computeQuotaRoutes(nova),
      ],
    },
    { service: "network", prefix: "/network", routes: networkRoutes(neutron) },
    { service: "image", prefix: "/image/v2", routes: imageRoutes(glance) },
    {
      service: "key-manager",
      prefix: "/key-manager/v1",
      routes: [...secretRoutes(barbican), ...containerRoutes(barbican)],
    },
    {
      service: "orchestration",
      prefix: "/orchestration",
      routes: [...stackRoutes(heat), ...stackContentRoutes(heat), ...resourceRoutes(heat)],
    },
    { service: "orchestration", prefix: "/cloudformation", routes: cloudFormationRoutes(heat) },
  ];
}
