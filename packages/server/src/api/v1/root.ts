import {
  MAXIMUM,
  MICROVERSIONS,
  MINIMUM,
  type Microversion,
  versionText,
} from "../microversion.ts";
import type { PublicRoute } from "../route.ts";

/** Name in the document → the path that its links show. */
const RESOURCES: Readonly<Record<string, string>> = {
  baymodels: "baymodels/",
  bays: "bays/",
  clustertemplates: "clustertemplates/",
  clusters: "clusters/",
  quotas: "quotas/",
  certificates: "certificates/",
  mservices: "mservices/",
  stats: "stats/",
  federations: "federations/",
  nodegroups: "clusters/{cluster_id}/nodegroups",
  credentials: "credentials/",
};
/** What ended, and with which microversion. */
const UNTIL: Readonly<Record<string, Microversion>> = {
  baymodels: MICROVERSIONS.noBays - 1,
  bays: MICROVERSIONS.noBays - 1,
};

/** @upstream magnum/api/controllers/root.py, magnum/api/controllers/v1/__init__.py */
export const rootRoutes: readonly PublicRoute[] = [
  {
    path: "/",
    document: (baseUrl) => ({
      name: "OpenStack Magnum API",
      description:
        "Magnum is an OpenStack project which aims to provide container cluster management.",
      versions: [
        {
          id: "v1",
          status: "CURRENT",
          min_version: versionText(MINIMUM),
          max_version: versionText(MAXIMUM),
          links: [{ href: `${baseUrl}/v1/`, rel: "self" }],
        },
      ],
    }),
  },
  {
    path: "/v1",
    document: (baseUrl, version) => ({
      id: "v1",
      media_types: [{ base: "application/json", type: "application/vnd.openstack.magnum.v1+json" }],
      links: [
        { href: `${baseUrl}/v1/`, rel: "self" },
        {
          href: "http://docs.openstack.org/developer/magnum/dev/api-spec-v1.html",
          rel: "describedby",
          type: "text/html",
        },
      ],
      ...Object.fromEntries(
        Object.entries(RESOURCES)
          .filter(([name]) => version <= (UNTIL[name] ?? version))
          .map(([name, path]) => [
            name,
            [
              { href: `${baseUrl}/v1/${path}`, rel: "self" },
              { href: `${baseUrl}/${path}`, rel: "bookmark" },
            ],
          ]),
      ),
    }),
  },
];
