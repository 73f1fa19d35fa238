import type { DifferenceRule } from "../difference-rule.ts";

const rule = (rest: Omit<DifferenceRule, "kind">): DifferenceRule => ({
  kind: "improvement",
  ...rest,
});

/** Where this server departs on purpose. */
export const improvements: readonly DifferenceRule[] = [
  rule({
    status: [500, 400],
    reason: "a body or an argument that breaks Magnum (500) is refused (400), saying what is wrong",
  }),
  rule({
    status: [0, 400],
    reason:
      "a value that Magnum drops the connection for, without an answer, is refused (400), saying what is wrong",
  }),
  rule({
    steps: /^(another )?(template|quota|cluster|bay)/,
    field: /^body\.(created|updated)_at$/,
    peer: /^"<date with a fraction>"$/,
    ours: /^"<date>"$/,
    reason: "a date has the same form in the answer that made it as in every later one",
  }),
  rule({
    field: /^body\.labels$/,
    peer: /^null$/,
    ours: /^\{\}$/,
    reason: "a template without labels shows none (`{}`) at once, not first null",
  }),
  rule({
    steps: ["template patch: a flag as a flag", "a template in use is renamed", "bay model patch"],
    field: /^body\.updated_at$/,
    peer: /^null$/,
    reason: "the answer to the first change of a template shows its date",
  }),
  rule({
    steps: ["rotation by a driver without it"],
    status: [400, 202],
    reason: "the nodes of a swarm take over a new certificate authority",
  }),
  rule({
    field: /^headers\.allow$/,
    peer: /^("DELETE, GET, PATCH, POST"|"GET, PATCH, POST"|"")$/,
    reason: "Allow names the methods of this path, not those of the whole controller",
  }),
  rule({
    steps:
      /^(POST to (a template|a cluster|detail)|(DELETE|PATCH) of clusters|template patch: all templates|rotation of all)$/,
    status: [400, 405],
    reason: "a method that a path does not have is answered 405, not by Python's words",
  }),
  rule({
    steps: /^HEAD of /,
    status: [405, 200],
    reason: "HEAD is answered as GET without a body: load balancers ask so",
  }),
  rule({
    steps: ["version two"],
    status: [400, 404],
    reason: "an unknown first part of a path is not there (404), not taken for an argument",
  }),
  rule({
    steps: ["template: an empty object", "template: JSON with a character set"],
    field: /^body\.errors\[0\]\.(title|detail)$/,
    ours: /field\/attribute coe/,
    reason: "the COE is mandatory in WSME's words too, and named first",
  }),
  rule({
    steps: /^template: (no coe|coe null|coe mesos|coe dcos)$/,
    field: /^body\.errors\[0\]\.(title|detail)$/,
    peer: /^"Requested COE type/,
    reason: "a missing COE is told as every missing field; one without a driver as every such type",
  }),
  rule({
    steps: ["template: coe as a number"],
    field: /^body\.errors\[0\]\.detail$/,
    ours: /Value should be string"$/,
    reason: "a COE is any text: drivers may bring others than Magnum's five",
  }),
  rule({
    steps: /^template: an image|^template without a name, an unknown image/,
    field: /^body\.errors\[0\]\.(title|detail)$/,
    peer: /^"Cluster type \(vm, (Unset|None), swarm-mode\) not supported/,
    ours: /^"Image /,
    reason: "an image that is not there or has no os_distro is named, not `Unset`",
  }),
  rule({
    steps: /^template: a fixed (network|subnet) that is not there$/,
    status: [201, 400],
    reason: "a template's fixed network and subnet are looked up when they are given",
  }),
  rule({
    steps: ["cluster: a fixed network that is not there"],
    status: [202, 400],
    reason: "a cluster's fixed network is looked up when it is given, not when Heat fails",
  }),
  rule({
    steps: ["template: a form"],
    status: [400, 415],
    reason: "only JSON is read",
  }),
  rule({
    field: /^body\.errors\[0\]\.(title|detail)$/,
    peer: /field\/attribute (cluster_template|cluster|quota|nodegroup|federation|cluster_resize_req)\b/,
    ours: /field\/attribute (docker_volume_size|labels|node_count|create_timeout|nodes_to_remove|hard_limit|member_ids)\b/,
    reason: "a wrong value is told with its own field, not with the whole body",
  }),
  rule({
    steps: /: (nodes|in) (in )?words$/,
    field: /^body\.errors\[0\]\.detail$/,
    peer: /'<' not supported between instances of 'str' and 'int'/,
    ours: /invalid literal for int\(\) with base 10/,
    reason: "text for a number is told as in a POST",
  }),
  rule({
    steps: ["template patch: a number as text"],
    status: [400, 200],
    reason: "a number may be sent as text in a PATCH as it may in a POST",
  }),
  rule({
    steps:
      /^template patch: (the name|public) by the admin$|^a template in use is published by the admin$/,
    status: [404, 200],
    reason:
      "the admin may change every project's templates, as the rules say (Magnum's validators look in the own project first)",
  }),
  rule({
    steps: /^bays/,
    field: /\.floating_ip_enabled$/,
    peer: /^true$/,
    ours: /^false$/,
    reason: "the list of bays tells what is, not the default",
  }),
  rule({
    steps: ["quota of another resource"],
    status: [200, 404],
    reason: "a resource that nothing limits has no quota, not that of clusters",
  }),
  rule({
    steps: ["quota without a resource", "quotas in detail"],
    status: [400, 404],
    reason: "a quota needs its resource: the path without it is not there",
  }),
  rule({
    steps: /^sign: /,
    field: /^body\.errors\[0\]\.(title|detail)$/,
    peer: /Received invalid csr b'/,
    ours: /Received invalid csr: /,
    reason: "what is wrong with a request for a certificate is said, instead of its text",
  }),
  rule({
    steps: ["templates: limit twice"],
    field: /^body\.errors\[0\]\.detail$/,
    reason: "an argument given twice is told as such",
  }),
  rule({
    steps: ["template patch: labels that are no map"],
    field: /^body\.errors\[0\]\.detail$/,
    peer: /<pointer>/,
    reason: "no address of Python's memory is told",
  }),
  rule({
    steps: ["cluster: a template that is null"],
    status: [404, 400],
    reason: "null for a mandatory field is refused as a wrong value",
  }),
  rule({
    steps: ["quotas of all, limit 1"],
    field: /^body\.next$/,
    ours: /&all_tenants=True"$/,
    reason: "the next page of all projects' quotas is of all projects too",
  }),
  rule({
    steps: ["a cluster in progress is changed"],
    status: [202, 400],
    reason: "a change during another operation is refused at once, not accepted and dropped",
  }),
  rule({
    steps: /^bay/,
    field: /\.(status|status_reason|bay_faults)$/,
    peer: /^("UPDATE_FAILED"|"'rotate_ca_certificate' is not supported by this driver\."|\{\})$/,
    reason: "a rotation that was refused leaves the cluster as it was",
  }),
  rule({
    steps: /^(node group|making a|changing a|deleting a|upgrade in|resize in).* (in )?1\.\d$/,
    field: /^body\.errors\[0\]\.detail$/,
    peer: /requested API \w+ is not supported for this version/,
    ours: /requested API \w+ is not supported for this version/,
    reason:
      "a method that a version lacks is called by its own name, not by that of any of its controller",
  }),
  rule({
    steps:
      /^(cluster's actions|bottle: an action that is not there|stats of an item|service by number)$/,
    status: [405, 404],
    reason: "a path that is not there is answered 404, whatever the method",
  }),
  rule({
    steps: ["node group: an empty object"],
    status: [500, 202],
    reason: "a node group without a name gets one",
  }),
  rule({
    steps: /^node group: an? (image|flavor) that is not there$/,
    status: [202, 400],
    reason: "image and flavor are looked up when they are given, not when Heat fails",
  }),
  rule({
    steps: /^(the masters' )?node group/,
    field: /^body\.id$/,
    peer: /^"<number>"$/,
    ours: /^undefined$/,
    reason: "a node group is known by its uuid; the number of a database row is nobody's business",
  }),
  rule({
    steps: ["the masters' node group"],
    field: /^body\.min_node_count$/,
    peer: /^0$/,
    ours: /^1$/,
    reason: "a cluster has a master at least",
  }),
  rule({
    steps: ["node group: no nodes in 1.9"],
    field: /^body\.\w+$/,
    peer: /^undefined$/,
    reason: "the answer to a new node group shows all of it",
  }),
  rule({
    steps: ["federation: a good one"],
    status: [202, 400],
    reason: "a federation is refused, not accepted and forgotten",
  }),
  rule({
    steps: ["upgrade: an empty object"],
    status: [404, 400],
    reason: "an upgrade without a template is refused as such, not looked up as `Unset`",
  }),
  rule({
    steps: /^(template|cluster): a date$/,
    field: /^body\.errors\[0\]\.detail$/,
    ours: /Value: '<date>'/,
    reason: "a date is told as it was sent",
  }),
  rule({
    steps: /^sign: (an empty object|no cluster)$/,
    status: [404, 400],
    reason: "a missing mandatory field is refused as such, not looked up as `Unset`",
  }),
  rule({
    steps: /^(template|cluster) below detail$/,
    ours: /^(undefined|""|"Not Found")$/,
    reason: "`detail` below an item is not there like any other path",
  }),
  rule({
    steps: ["cluster patch: health by a colleague"],
    status: [202, 403],
    reason:
      "the rule that guards a cluster's health is asked for the cluster at hand; Magnum asks it for none",
  }),
];
