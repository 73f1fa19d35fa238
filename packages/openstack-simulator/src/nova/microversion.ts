/** The microversion that a request's headers ask for, as they say it. */
export function microversionOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers["openstack-api-version"] ?? headers["x-openstack-nova-api-version"];
}

/** The second part of a microversion; 1 where none is asked for. */
export function minorOf(microversion: string | undefined): number {
  const version = microversion?.match(/2\.(\d+)/)?.[1];
  if (microversion?.includes("latest")) return 93;
  return version === undefined ? 1 : Number(version);
}
