import type { MountedService } from "./listener.ts";

const day = "2022-10-05T00:00:00Z";

/** Version documents of every service, by which clients find their way; none needs a token. */
export function versionServices(): readonly MountedService[] {
  return [
    {
      service: "identity",
      prefix: "/identity",
      routes: [
        {
          method: "GET",
          path: "",
          operation: "listVersions",
          open: true,
          handle: ({ origin }) => ({
            status: 300,
            body: { versions: { values: [identityVersion(origin)] } },
          }),
        },
        {
          method: "GET",
          path: "/v3",
          operation: "showVersion",
          open: true,
          handle: ({ origin }) => ({ body: { version: identityVersion(origin) } }),
        },
      ],
    },
    {
      service: "compute",
      prefix: "/compute",
      routes: [
        {
          method: "GET",
          path: "",
          operation: "listVersions",
          open: true,
          handle: ({ origin }) => ({ body: { versions: [computeVersion(origin)] } }),
        },
        {
          method: "GET",
          path: "/v2.1",
          operation: "showVersion",
          open: true,
          handle: ({ origin }) => ({ body: { version: computeVersion(origin) } }),
        },
      ],
    },
    {
      service: "network",
      prefix: "/network",
      routes: [
        {
          method: "GET",
          path: "",
          operation: "listVersions",
          open: true,
          handle: ({ origin }) => ({
            body: {
              versions: [
                {
                  id: "v2.0",
                  status: "CURRENT",
                  links: [{ rel: "self", href: `${origin}/network/v2.0/` }],
                },
              ],
            },
          }),
        },
      ],
    },
    {
      service: "image",
      prefix: "/image",
      routes: ["", "/versions"].map((path) => ({
        method: "GET" as const,
        path,
        operation: "listVersions",
        open: true,
        handle: ({ origin }: { readonly origin: string }) => ({
          status: path === "" ? 300 : 200,
          body: {
            versions: ["v2.9", "v2.7", "v2.0"].map((id, index) => ({
              id,
              status: index === 0 ? "CURRENT" : "SUPPORTED",
              links: [{ rel: "self", href: `${origin}/image/v2/` }],
            })),
          },
        }),
      })),
    },
    {
      service: "key-manager",
      prefix: "/key-manager",
      routes: [
        {
          method: "GET",
          path: "",
          operation: "listVersions",
          open: true,
          handle: ({ origin }) => ({
            status: 300,
            body: { versions: { values: [keyManagerVersion(origin)] } },
          }),
        },
      ],
    },
    {
      service: "orchestration",
      prefix: "/orchestration",
      routes: ["", "/v1"].map((path) => ({
        method: "GET" as const,
        path,
        operation: "listVersions",
        open: true,
        handle: ({ origin }: { readonly origin: string }) => ({
          status: 300,
          body: {
            versions: [
              {
                id: "v1.0",
                status: "CURRENT",
                links: [{ rel: "self", href: `${origin}/orchestration/v1/` }],
              },
            ],
          },
        }),
      })),
    },
  ];
}

function identityVersion(origin: string) {
  return {
    id: "v3.14",
    status: "stable",
    updated: day,
    links: [{ rel: "self", href: `${origin}/identity/v3/` }],
    "media-types": [
      { base: "application/json", type: "application/vnd.openstack.identity-v3+json" },
    ],
  };
}

function keyManagerVersion(origin: string) {
  return {
    id: "v1",
    status: "stable",
    links: [{ rel: "self", href: `${origin}/key-manager/v1/` }],
    "media-types": [
      { base: "application/json", type: "application/vnd.openstack.key-manager-v1+json" },
    ],
  };
}

function computeVersion(origin: string) {
  return {
    id: "v2.1",
    status: "CURRENT",
    version: "2.93",
    min_version: "2.1",
    updated: day,
    links: [{ rel: "self", href: `${origin}/compute/v2.1/` }],
    "media-types": [
      { base: "application/json", type: "application/vnd.openstack.compute+json;version=2.1" },
    ],
  };
}
