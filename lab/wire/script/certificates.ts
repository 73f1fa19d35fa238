import type { Chapter, Step } from "../step.ts";

/** A request for a certificate of nobody in particular; its key was thrown away. */
export const CSR = [
  "-----BEGIN CERTIFICATE REQUEST-----",
  "MIICVDCCATwCAQAwDzENMAsGA1UEAwwEd2lyZTCCASIwDQYJKoZIhvcNAQEBBQAD",
  "ggEPADCCAQoCggEBAMoqp98hdqMzTnoZ24058f5L4lGFi0roeRNc5KxfgSdoXAxP",
  "f0yFo2QlYrQRhHrTaSEwFGFEa7Wm0WsKY6BF38kAGhf2mOkDtV4Mbwxyfc1zrE+A",
  "n0gNZ5DtKviblZRk4lFalVsfWMUDH1teYrRBJ+xt0bQ7S1h8NaT+1RJGJgniHiA8",
  "kJDuQIYJO0bXPNvLBn1aAis7wq6IX7ETJ3Os/3T7q7rmxCDtoX7YnhCq/wryDy8O",
  "sfsHoHPPMSYTW39zu8kOYq6MBKsvANi4YHT/DSrcfrLDnqmjO/lwC8FNnWYQWO7A",
  "hlUunX6cciSs8/8d6OgzH4DYKMZkPO7jRl0NeWcCAwEAAaAAMA0GCSqGSIb3DQEB",
  "CwUAA4IBAQCn2rovoCqO//toDT2ITwpsCGaIvtdaxf+vC41KEA2YXvK3Y4f679aw",
  "ERZDg40haYfOVdijYwlpV67EWDEFgFu3M0UHxPX5OVjXno+DMl8JlRjH/rQw8WTg",
  "Jc5Jk+lXGD+f1AtNhHwhGAssVlXW3ztILtAupLcTbc+4CJa6UAiqbVTritZeoANo",
  "Bd3nqexd6DSybD8J8vVBnIyhl1TOdXmPaDzealc5sU3lOhTPLkJqsjgy4UORQagw",
  "RkEqHm9qiZzoDKjk/K6vPYrZ5J4UcaucBD3zi6vuZ4s0cAc7uuwuSKXFwcnAvo/y",
  "QhqhMtG2kGY2J8DrZCszLqGCGZcCd80w",
  "-----END CERTIFICATE REQUEST-----",
  "",
].join("\n");

const path = "/v1/certificates";
const sign = (id: string, body: object, more: Partial<Step> = {}): Step => ({
  id: `sign: ${id}`,
  method: "POST",
  path,
  body,
  ...more,
});

/** A cluster's CA: read, signing, rotation. */
export const certificates: Chapter = {
  title: "certificates",
  steps: [
    { id: "certificates without a cluster", path },
    { id: "certificate", path: `${path}/{cluster}` },
    { id: "certificate by name", path: `${path}/wire-cluster` },
    { id: "certificate with a slash", path: `${path}/{cluster}/` },
    { id: "certificate in 1.1", path: `${path}/{cluster}`, version: "1.1" },
    { id: "certificate without v1", path: "/certificates/{cluster}" },
    { id: "certificate of etcd", path: `${path}/{cluster}?ca_cert_type=etcd` },
    {
      id: "certificate of a kind that is not there",
      path: `${path}/{cluster}?ca_cert_type=bottle`,
    },
    { id: "certificate, an argument that is not there", path: `${path}/{cluster}?colour=red` },
    { id: "certificate of a cluster without TLS", path: `${path}/{same}` },
    { id: "certificate of a cluster that is not there", path: `${path}/nope` },
    { id: "certificate by an ambiguous name", path: `${path}/wire-same` },
    { id: "certificate by the stranger", as: "stranger", path: `${path}/{cluster}` },
    { id: "certificate by a colleague", as: "colleague", path: `${path}/{cluster}` },
    { id: "certificate by the admin", as: "admin", path: `${path}/{cluster}` },
    { id: "certificate by nobody", as: "nobody", path: `${path}/{cluster}` },
    sign("an empty object", {}),
    sign("no request", { cluster_uuid: "{cluster}" }),
    sign("no cluster", { csr: CSR }),
    sign("an attribute that is not there", { cluster_uuid: "{cluster}", csr: CSR, colour: "red" }),
    sign("a cluster that is not there", { cluster_uuid: "nope", csr: CSR }),
    sign("a request that is none", { cluster_uuid: "{cluster}", csr: "bottle" }),
    sign("a request cut off", { cluster_uuid: "{cluster}", csr: CSR.slice(0, 300) }),
    sign("a request that is a number", { cluster_uuid: "{cluster}", csr: 7 }),
    sign("an empty request", { cluster_uuid: "{cluster}", csr: "" }),
    sign("by the stranger", { cluster_uuid: "{cluster}", csr: CSR }, { as: "stranger" }),
    sign("by a colleague", { cluster_uuid: "{cluster}", csr: CSR }, { as: "colleague" }),
    sign("with a PEM in the body", { cluster_uuid: "{cluster}", csr: CSR, pem: "x" }),
    sign("a good request", { cluster_uuid: "{cluster}", csr: CSR }),
    sign(
      "a good request, by name and in 1.1",
      { cluster_uuid: "wire-cluster", csr: CSR },
      { version: "1.1" },
    ),
    sign("a good request, by the older name of its field", { bay_uuid: "{cluster}", csr: CSR }),
    { id: "rotation by a driver without it", method: "PATCH", path: `${path}/{cluster}` },
    { id: "rotation without TLS", method: "PATCH", path: `${path}/{same}` },
    { id: "rotation of a cluster that is not there", method: "PATCH", path: `${path}/nope` },
    { id: "rotation by the stranger", as: "stranger", method: "PATCH", path: `${path}/{cluster}` },
    { id: "rotation of all", method: "PATCH", path },
    { id: "DELETE of a certificate", method: "DELETE", path: `${path}/{cluster}` },
  ],
};
