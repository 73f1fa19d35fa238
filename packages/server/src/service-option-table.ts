import type { Option } from "commander";
import {
  AFFINITY_POLICIES,
  AUTHORITY_KEY_TYPES,
  CERT_MANAGER_TYPES,
  CREDENTIAL_KINDS,
  REQUESTABLE_EXTENSIONS,
  SIGNATURE_HASHES,
} from "@jeroboam/core";
import { LOG_LEVELS } from "./json-lines-logger.ts";
import {
  baseUrl,
  commaList,
  credentialKinds,
  driverByCoe,
  driversByCoe,
  ENDPOINT_INTERFACES,
  interfaceByService,
  keyUsages,
  memcachedServers,
  mountPath,
  notificationDrivers,
  portNumber,
  positiveNumber,
  textByService,
  truthByService,
  truthValue,
  wholeNumber,
  wordsOf,
} from "./option-value.ts";
import { POLICY_GENERATIONS } from "./policy/generation.ts";
import { oneMore, option, truth } from "./service-option.ts";

export const PASSWORD_VARIABLE = "JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD";
export const MEMCACHE_SECRET_VARIABLE = "JEROBOAM_MEMCACHE_SECRET_KEY";

/** What the environment and files tell, and arguments never, because everybody on the machine can read those. */
export const SECRET_VARIABLES = {
  trusteeDomainAdminPassword: PASSWORD_VARIABLE,
  memcacheSecretKey: MEMCACHE_SECRET_VARIABLE,
} as const;

/** What the executable can be told, in the order of its help. */
export function serviceOptionTable(): readonly Option[] {
  return [
    option(
      "--config-file <path>",
      "a magnum.conf; may come several times, the later counts (default: magnum.conf and jeroboam.conf of ~/.magnum, ~, /etc/magnum, /etc)",
    ).argParser(oneMore),
    option(
      "--config-dir <path>",
      "a directory whose *.conf count over the files (default: magnum.conf.d and jeroboam.conf.d of the same places)",
    ).argParser(oneMore),
    option("--host <address>", "listen here").default("127.0.0.1"),
    option("--port <number>", "listen here; 0 takes a free one")
      .argParser(portNumber)
      .default(9511),
    truth(
      "--enabled-ssl [boolean]",
      "the API speaks TLS by itself; needs the two files that follow",
    ),
    option(
      "--ssl-cert-file <path>",
      "the API's certificate and those between it and its authority, in PEM",
    ),
    option("--ssl-key-file <path>", "the key of that certificate, in PEM"),
    option("--public-url <url>", "this API as nodes and clients reach it").argParser(baseUrl),
    option("--mount-path <path>", "where the API hangs, such as /container-infra").argParser(
      mountPath,
    ),
    truth(
      "--enable-proxy-headers-parsing [boolean]",
      "believe what a proxy says of the address under which this API was called",
    ),
    option(
      "--cors-allowed-origins <origins>",
      "pages that may use the API from a browser, with commas between; * for all",
    )
      .argParser(commaList)
      .default([]),
    option(
      "--cors-allow-headers <names>",
      "request headers that such pages may send, with commas between, instead of Magnum's",
    ).argParser(commaList),
    option(
      "--cors-expose-headers <names>",
      "response headers that such pages may read, with commas between, instead of Magnum's",
    ).argParser(commaList),
    option(
      "--cors-allow-methods <names>",
      "methods that such pages may use, with commas between (default: GET,PUT,POST,DELETE,PATCH)",
    ).argParser(commaList),
    option(
      "--cors-allow-credentials [boolean]",
      "such pages may send cookies and client certificates (default: true)",
    )
      .argParser(truthValue)
      .preset("true"),
    option(
      "--cors-max-age-seconds <seconds>",
      "how long a browser may remember what it asked before; 0 says nothing of it (default: 3600)",
    ).argParser(wholeNumber),
    option("--max-limit <number>", "most rows of a page (default: 1000)").argParser(positiveNumber),
    option("--healthcheck-disable-file <path>", "while it is there, /healthcheck says 503").default(
      "/etc/magnum/healthcheck_disable",
    ),
    truth("--healthcheck-detailed [boolean]", "/healthcheck tells more about the machine"),
    option("--identity-url <url>", "Keystone as nodes reach it").argParser(baseUrl),
    option(
      "--service-regions <service=region>",
      "regions of services that are not in the region of the service's own login, such as orchestration=RegionTwo",
    ).argParser(textByService),
    option(
      "--service-interfaces <service=interface>",
      "interfaces of services that are not asked at that of the service's own login, such as orchestration=internal",
    ).argParser(interfaceByService),
    option(
      "--cloud-ca-files <paths>",
      "authorities in PEM that this process believes beside those of Node.js and of OS_CACERT, with commas between",
    )
      .argParser(commaList)
      .default([]),
    option(
      "--service-ca-files <service=path>",
      "authorities in PEM that single services are believed by beside those, such as orchestration=/etc/ssl/heat.pem",
    ).argParser(textByService),
    option(
      "--service-cert-files <service=path>",
      "certificates in PEM that are shown to single services",
    ).argParser(textByService),
    option(
      "--service-key-files <service=path>",
      "the keys of those certificates, where they are not in the same file",
    ).argParser(textByService),
    option(
      "--service-insecure <service=boolean>",
      "services that are believed whatever certificate they show, such as orchestration=true",
    ).argParser(truthByService),
    option(
      "--cloud-timeout-seconds <seconds>",
      "longest wait for one answer of a service of the cloud (default: 60)",
    ).argParser(positiveNumber),
    option("--token-cache-seconds <seconds>", "how long Keystone's word on a token is believed")
      .argParser(wholeNumber)
      .default(300),
    option(
      "--revocation-check-seconds <seconds>",
      "how often Keystone is asked which tokens it took back, while requests come; 0 never asks",
    )
      .argParser(wholeNumber)
      .default(10),
    option(
      "--memcached-servers <host:port,...>",
      `where several processes remember tokens together, sealed by the secret that is read from ${MEMCACHE_SECRET_VARIABLE}`,
    )
      .argParser(memcachedServers)
      .default([]),
    option(
      "--trustee-domain <id or name>",
      `domain of the clusters' own users; its admin's password is read from ${PASSWORD_VARIABLE}`,
    ),
    option("--trustee-domain-admin <name>", "user who makes users in that domain").default(
      "magnum_domain_admin",
    ),
    option(
      "--trustee-domain-admin-id <id>",
      "the same user by id, instead of by name in that domain",
    ),
    option(
      "--trust-roles <names>",
      "roles that clusters get of whoever makes them, with commas between; all where none is named",
    )
      .argParser(commaList)
      .default([]),
    option(
      "--cluster-credentials <kinds>",
      `what clusters act with, the preferred kind first, with commas between: ${CREDENTIAL_KINDS.join(", ")}`,
    )
      .argParser(credentialKinds)
      .default(["trust"]),
    truth(
      "--cluster-user-trust [boolean]",
      "nodes are told the cluster's trust, by which they can do in the project what it lets them",
    ),
    option(
      "--trustee-keystone-interface <interface>",
      "which of Keystone's addresses nodes are told",
    )
      .choices(ENDPOINT_INTERFACES)
      .default("public"),
    option(
      "--trustee-keystone-region-name <region>",
      "the region whose Keystone nodes are told (default: that of the service's own login)",
    ),
    option(
      "--policy-defaults <generation>",
      "rules that count where no policy file says otherwise: Magnum's since 2023.2, or those before",
    )
      .choices(POLICY_GENERATIONS)
      .default("role-based"),
    option(
      "--policy-file <path>",
      "rules in oslo.policy's language, YAML or JSON; read again when it changes",
    ),
    option("--policy-dirs <paths>", "directories with further policy files, with commas between")
      .argParser(commaList)
      .default([]),
    option("--drivers <modules>", "further drivers: files or packages, with commas between")
      .argParser(commaList)
      .default([]),
    option(
      "--disabled-drivers <names>",
      "drivers that are not used, by the names of `jeroboam driver list`, with commas between",
    )
      .argParser(commaList)
      .default([]),
    option(
      "--enabled-beta-drivers <names>",
      "drivers that are used although they are a beta, with commas between",
    )
      .argParser(commaList)
      .default([]),
    option(
      "--default-driver <name>",
      "decides between several drivers of a cluster type, where a template names none",
    ),
    option(
      "--max-clusters-per-project <number>",
      "clusters that a project without a quota of its own may have (default: 20)",
    ).argParser(wholeNumber),
    option(
      "--allowed-network-drivers <coe=driver>",
      "network drivers that templates may choose, such as kubernetes=flannel,kubernetes=calico,swarm=all",
    ).argParser(driversByCoe),
    option(
      "--default-network-drivers <coe=driver>",
      "what templates without a network driver get, such as kubernetes=calico,swarm=docker",
    ).argParser(driverByCoe),
    option(
      "--default-boot-volume-size-gib <number>",
      "boot volume of nodes whose labels name none; 0 boots from the flavor's disk (default: 0)",
    ).argParser(wholeNumber),
    option(
      "--default-boot-volume-type <name>",
      "type of boot volumes whose label names none (default: the cloud's own)",
    ),
    option(
      "--default-docker-volume-type <name>",
      "type of Docker volumes whose label names none (default: the cloud's own)",
    ),
    option(
      "--default-etcd-volume-type <name>",
      "type of etcd volumes whose label names none (default: the cloud's own)",
    ),
    option(
      "--nodes-affinity-policy <policy>",
      "nodes are in server groups with this policy; in none unless it is set",
    ).choices(AFFINITY_POLICIES),
    option("--nodes-verify-ca [boolean]", "nodes check the certificates of the cloud")
      .argParser(truthValue)
      .preset("true")
      .default(true),
    option(
      "--nodes-ca-file <path>",
      "authorities in PEM that nodes believe beside those of their image",
    ),
    option(
      "--csr-rsa-bits-min <bits>",
      "shortest RSA key that is certified; below 2048 only for old clients",
    )
      .argParser(wholeNumber)
      .default(2048),
    option(
      "--cert-manager-type <type>",
      "where the private keys of clusters' authorities are kept: in the key manager (Barbican), in the database, or in files of this machine",
    )
      .choices(CERT_MANAGER_TYPES)
      .default("x509keypair"),
    option(
      "--certificate-dir <path>",
      "where those files are (default: certificates in the state directory)",
    ),
    option(
      "--certificate-validity-days <days>",
      "how long a cluster's authority is valid (default: 1825)",
    ).argParser(positiveNumber),
    option(
      "--certificate-key-bits <bits>",
      "size of a cluster authority's RSA key (default: 2048)",
    ).argParser(wholeNumber),
    option(
      "--certificate-key-type <type>",
      "kind of key that a cluster's authority has (default: rsa)",
    ).choices(AUTHORITY_KEY_TYPES),
    option(
      "--certificate-hash <hash>",
      "what certificates are hashed with before they are signed (default: sha256)",
    ).choices(SIGNATURE_HASHES),
    option(
      "--csr-allowed-extensions <names>",
      "extensions that a certificate request may hold; others are left out, or refused where they are critical (default: all that have a meaning)",
    ).argParser(wordsOf(REQUESTABLE_EXTENSIONS)),
    option(
      "--csr-allowed-key-usages <names>",
      "what certified keys may be for, as magnum.conf names it; Certificate Sign and CRL Sign never are (default: Digital Signature,Non Repudiation,Key Encipherment)",
    ).argParser(keyUsages),
    option("--observe-first-ms <ms>", "first look at a changing cluster after")
      .argParser(wholeNumber)
      .default(1000),
    option("--observe-most-ms <ms>", "longest pause between looks")
      .argParser(wholeNumber)
      .default(10_000),
    option(
      "--observe-calls-per-minute <number>",
      "looks at whole projects are put off while they cost this process as many calls in the last minute (default: 240)",
    ).argParser(positiveNumber),
    option(
      "--observe-idle-seconds <seconds>",
      "how often a project's clusters are looked at while none changes (default: 300)",
    ).argParser(positiveNumber),
    truth(
      "--heat-lists-all-projects [boolean]",
      "the service may list the stacks of all projects: Heat's policy stacks:global_index is open to it",
    ),
    option(
      "--state-directory <path>",
      "where a process keeps what is its own (default: /var/lib/jeroboam for root, else ~/.local/state/jeroboam)",
    ),
    option(
      "--database <url>",
      "sqlite:///path, mysql+pymysql://… or postgresql://…; one with a password comes from the environment or a file alone (default: jeroboam.sqlite in the state directory)",
    ),
    option(
      "--database-max-connections <number>",
      "connections of this process (default: 10)",
    ).argParser(positiveNumber),
    option(
      "--secret-key-file <path>",
      "seals what is secret in the database; the same on every machine (default: secret.key in the state directory)",
    ),
    option(
      "--transport-url <url>",
      "RabbitMQ as in oslo.messaging; one with a password comes from the environment or a file alone; none: the database alone hands out operations",
    ),
    option("--rabbit-prefetch <number>", "operations that RabbitMQ hands over ahead of their work")
      .argParser(positiveNumber)
      .default(8),
    option(
      "--notification-drivers <names>",
      "how others are told of operations: messaging, messagingv2, log, noop, with commas between; nobody is unless it is set",
    )
      .argParser(notificationDrivers)
      .default([]),
    option("--notification-topics <names>", "queues of RabbitMQ are <topic>.info and <topic>.error")
      .argParser(commaList)
      .default(["notifications"]),
    option("--notification-exchange <name>", "exchange of RabbitMQ that they go to").default(
      "magnum",
    ),
    truth(
      "--notification-durable [boolean]",
      "exchange and queues of notifications outlive the broker; as those who listen made them",
    ),
    option(
      "--notification-transport-url <url>",
      "RabbitMQ of notifications; one with a password comes from the environment or a file alone (default: that of --transport-url)",
    ),
    option("--lease-seconds <seconds>", "how long a process that died keeps its operations")
      .argParser(positiveNumber)
      .default(30),
    option(
      "--operation-retention-days <days>",
      "finished operations are removed when they are older, but for the last of each cluster; 0 keeps all",
    )
      .argParser(wholeNumber)
      .default(0),
    option(
      "--event-retention-days <days>",
      "events are removed when they are older, from histories too; 0 keeps all",
    )
      .argParser(wholeNumber)
      .default(0),
    option(
      "--service-host <name>",
      "this machine's name among the services (default: its host name)",
    ),
    option(
      "--service-down-seconds <seconds>",
      "a service is down when it was not heard of for so long",
    )
      .argParser(positiveNumber)
      .default(180),
    option("--health-host <address>", "answer health and metrics of this process here").default(
      "127.0.0.1",
    ),
    option(
      "--health-port <number>",
      "a port of its own for health and metrics of this process; none unless set",
    ).argParser(portNumber),
    option("--stop-grace-seconds <seconds>", "how long what is under way may go on after SIGTERM")
      .argParser(wholeNumber)
      .default(30),
    option("--log-level <level>", "least that is written").choices(LOG_LEVELS).default("info"),
    option(
      "--log-file <path>",
      "write the log there and not to standard error; opened anew at SIGHUP",
    ),
    option(
      "--log-directory <path>",
      "where a log file with a relative path is; alone it stands for jeroboam-<command>.log in it",
    ),
    truth("--log-stderr [boolean]", "write the log to standard error too where it has a file"),
  ];
}
