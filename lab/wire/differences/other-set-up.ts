import type { DifferenceRule } from "../difference-rule.ts";

const rule = (rest: Omit<DifferenceRule, "kind">): DifferenceRule => ({
  kind: "other set-up",
  ...rest,
});

/** What another driver, another setting or another HTTP server makes different. */
export const otherSetUp: readonly DifferenceRule[] = [
  rule({
    field: /\.status_reason$/,
    peer: /^null$/,
    ours: /^"Stack (CREATE|UPDATE) completed successfully"$/,
    reason: "the driver hands on Heat's own words also when all went well",
  }),
  rule({
    field: /\.container_version$/,
    peer: /^"1\.12\.6"$/,
    ours: /^null$/,
    reason: "the driver takes the Docker of the image and knows no version beforehand",
  }),
  rule({
    field: /\.(master_addresses|node_addresses)\[0\]$/,
    peer: /^undefined$/,
    ours: /^"<address>"$/,
    reason: "the driver finds the masters' addresses; the peer's output has another name",
  }),
  rule({
    field: /\.api_address$/,
    peer: /:2375"$/,
    ours: /:2376"$/,
    reason: "a swarm with TLS answers at Docker's port for TLS",
  }),
  rule({
    field: /\.health_status_reason$/,
    peer: /^\{\}$/,
    ours: /^null$/,
    reason:
      "there are no reasons where no monitor has looked; the peer's monitor of swarms says so with {}",
  }),
  rule({
    field: /\.hard_limit$/,
    peer: /^100000$/,
    ours: /^20$/,
    reason: "max_clusters_per_project is raised on the peer and Magnum's default on this server",
  }),
  rule({
    steps: ["behind a proxy"],
    field: /^body\.versions\[0\]\.links\[0\]\.href$/,
    peer: /^"https:\/\/\{host\}\/v1\/"$/,
    ours: /^"\{base\}\/v1\/"$/,
    reason: "the peer's WSGI server takes a proxy's protocol unasked; this server is to be told to",
  }),
];
