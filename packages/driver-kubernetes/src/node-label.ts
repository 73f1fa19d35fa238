/** Domains whose labels Kubernetes or this driver gives; kubelets may not, and do not start. */
const RESERVED = /^([^/]*\.)?(kubernetes\.io|k8s\.io|magnum\.openstack\.org)\//;

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** What Kubernetes takes as the value of a label, but for the empty one. */
export function isLabelValue(text: string): boolean {
  return NAME.test(text);
}

/** A name, or a domain, a slash and a name. */
export function isLabelName(text: string): boolean {
  const [domain, name, ...more] = text.includes("/") ? text.split("/") : [undefined, text];
  return (
    more.length === 0 && NAME.test(name ?? "") && (domain === undefined || DOMAIN.test(domain))
  );
}

/** Whether a node may not give itself a label of that name. */
export function isReservedName(text: string): boolean {
  return RESERVED.test(text);
}
