import { describe, expect, it } from "vitest";
import { applyConfiguration } from "./applied-configuration.ts";
import { parseIni } from "./ini-file.ts";
import { MAGNUM_OPTIONS } from "./magnum-options.ts";
import { namesOf } from "./option-lookup.ts";

const apply = (...contents: readonly string[]) =>
  applyConfiguration(
    contents.flatMap((content, index) => parseIni(content, `/etc/${index + 1}.conf`)),
    { "DEFAULT.state_path": "/var/lib/jeroboam" },
  );

describe("magnum.conf", () => {
  it("sets the executable's own options", () => {
    const { settings, problems, warnings } = apply(
      [
        "[DEFAULT]\nhost = controller-1\nservice_down_time = 90\ndebug = yes",
        "[api]\nhost = 10.0.0.1\nport = 9512\nmax_limit = 50",
        "[database]\nconnection = mysql+pymysql://magnum:pw@db/magnum\nmax_pool_size = 4",
        "[cors]\nallowed_origin = https://a,https://b\nallow_methods = GET,POST\nallow_credentials = no\nmax_age = 60",
        "[oslo_policy]\npolicy_file = policy.yaml\npolicy_dirs = /a\npolicy_dirs = b\nenforce_new_defaults = false",
        "[quotas]\nmax_clusters_per_project = 3",
        "[cinder]\ndefault_boot_volume_size = 20",
        "[x509]\nterm_of_validity = 30\nrsa_key_size = 4096\nallowed_extensions = keyUsage,nameConstraints,subjectAltName\nallowed_key_usage = Digital Signature, Key Encipherment",
        "[oslo_middleware]\nenable_proxy_headers_parsing = 1",
        "[cluster_template]\nkubernetes_allowed_network_drivers = flannel,calico\nswarm_default_network_driver = docker\nmesos_allowed_network_drivers = all",
      ].join("\n"),
    );
    expect([...problems, ...warnings]).toEqual([]);
    expect(settings).toEqual({
      serviceHost: "controller-1",
      serviceDownSeconds: 90,
      logLevel: "debug",
      host: "10.0.0.1",
      port: 9512,
      maxLimit: 50,
      database: "mysql+pymysql://magnum:pw@db/magnum",
      databaseMaxConnections: 4,
      corsAllowedOrigins: ["https://a", "https://b"],
      corsAllowMethods: ["GET", "POST"],
      corsAllowCredentials: false,
      corsMaxAgeSeconds: 60,
      policyFile: "/etc/policy.yaml",
      policyDirs: ["/a", "/etc/b"],
      policyDefaults: "legacy",
      maxClustersPerProject: 3,
      defaultBootVolumeSizeGib: 20,
      certificateValidityDays: 30,
      certificateKeyBits: 4096,
      csrAllowedExtensions: ["keyUsage", "subjectAltName"],
      csrAllowedKeyUsages: ["Digital Signature", "Key Encipherment"],
      enableProxyHeadersParsing: true,
      allowedNetworkDrivers: { kubernetes: ["flannel", "calico"], mesos: "all" },
      defaultNetworkDrivers: { swarm: "docker", "swarm-mode": "docker" },
    });
  });

  it("says the service's login, of one group alone", () => {
    const token =
      "[keystone_authtoken]\nauth_url = http://t/v3\nusername = magnum\npassword = a\nproject_name = services\nuser_domain_id = default\n";
    expect(apply(token).settings.keystone).toEqual({
      OS_AUTH_URL: "http://t/v3",
      OS_USERNAME: "magnum",
      OS_PASSWORD: "a",
      OS_PROJECT_NAME: "services",
      OS_USER_DOMAIN_ID: "default",
    });
    const own = "[keystone_auth]\nauth_url = http://o\nuser_name = me\npassword = b\n";
    expect(apply(token + own).settings.keystone).toEqual({
      OS_AUTH_URL: "http://o",
      OS_USERNAME: "me",
      OS_PASSWORD: "b",
    });
    const section = "[keystone_auth]\nauth_section = keystone_authtoken\nregion_name = RegionOne\n";
    expect(apply(token + section).settings.keystone).toMatchObject({
      OS_USERNAME: "magnum",
      OS_REGION_NAME: "RegionOne",
    });
  });

  it("says where services are asked, what nodes are told, and what clusters may do", () => {
    const { settings, problems, warnings } = apply(
      "[heat_client]\nregion_name = R2\nendpoint_type = internalURL\n[magnum_client]\nendpoint_type = publicURL\n[nova_client]\nregion_name =\nendpoint_type =\n" +
        "[trust]\nroles = member, load-balancer_member\ntrustee_keystone_interface = internal\ntrustee_keystone_region_name = R1\n" +
        "[keystone_auth]\ntimeout = 20\ncafile = /a.pem\n[keystone_authtoken]\ntimeout = 30\ncafile = /b.pem\n[glance_client]\nca_file = /a.pem\n" +
        "[api]\nenabled_ssl = on\nssl_cert_file = /c.pem\nssl_key_file = /k.pem\n",
    );
    expect([...problems, ...warnings]).toEqual([]);
    expect(settings).toEqual({
      serviceRegions: { orchestration: "R2" },
      serviceInterfaces: { orchestration: "internal", "container-infra": "public" },
      trustRoles: ["member", "load-balancer_member"],
      trusteeKeystoneInterface: "internal",
      trusteeKeystoneRegionName: "R1",
      cloudTimeoutSeconds: 20,
      cloudCaFiles: ["/a.pem", "/b.pem"],
      serviceCaFiles: { image: "/a.pem" },
      enabledSsl: true,
      sslCertFile: "/c.pem",
      sslKeyFile: "/k.pem",
    });
  });

  it("says how connections are secured, the login's and single services'", () => {
    const { settings, problems, warnings } = apply(
      "[keystone_authtoken]\nauth_url = https://k\ncertfile = /c.pem\nkeyfile = /k.pem\ninsecure = True\n[keystone_auth]\ninsecure = False\n" +
        "[heat_client]\ninsecure = on\n[nova_client]\ncert_file = /n.pem\nkey_file = /n.key\nca_file = /n.ca\ninsecure = 0\n",
    );
    expect([...problems, ...warnings]).toEqual([]);
    expect(settings).toEqual({
      keystone: {
        OS_AUTH_URL: "https://k",
        OS_CERT: "/c.pem",
        OS_KEY: "/k.pem",
        OS_INSECURE: "true",
      },
      serviceCaFiles: { compute: "/n.ca" },
      serviceCertFiles: { compute: "/n.pem" },
      serviceKeyFiles: { compute: "/n.key" },
      serviceInsecure: { orchestration: true, compute: false },
    });
    const own = apply("[keystone_auth]\nauth_url = https://k\ninsecure = 1\n").settings.keystone;
    expect(own).toEqual({ OS_AUTH_URL: "https://k", OS_INSECURE: "true" });
  });

  it("says what the operator decides about nodes, drivers and the log", () => {
    const { settings, problems, warnings } = apply(
      "[cinder]\ndefault_docker_volume_type = d\ndefault_etcd_volume_type = e\ndefault_boot_volume_type =\n[cluster]\nnodes_affinity_policy = anti-affinity\n" +
        "[drivers]\nverify_ca = false\nopenstack_ca_file = /o.pem\ndefault_driver = swarm_mode_v1\nenabled_beta_drivers = a, b\n" +
        "[jeroboam]\ncluster_credentials = service-user, trust\noperation_retention_days = 90\nevent_retention_days = 30\n[DEFAULT]\nlogdir = /var/log/magnum\nlog_file = m.log\nuse_stderr = yes\n",
    );
    expect([...problems, ...warnings]).toEqual([]);
    expect(settings).toEqual({
      defaultDockerVolumeType: "d",
      defaultEtcdVolumeType: "e",
      nodesAffinityPolicy: "anti-affinity",
      nodesVerifyCa: false,
      nodesCaFile: "/o.pem",
      defaultDriver: "swarm_mode_v1",
      enabledBetaDrivers: ["a", "b"],
      logDirectory: "/var/log/magnum",
      logFile: "m.log",
      logStderr: true,
      clusterCredentials: ["service-user", "trust"],
      operationRetentionDays: 90,
      eventRetentionDays: 30,
    });
    expect(apply("[jeroboam]\ncluster_credentials = password\n").problems).toHaveLength(1);
    expect(apply("[cluster]\nnodes_affinity_policy = near\n").problems[0]).toContain(
      "It has to be one of affinity, anti-affinity, soft-affinity, soft-anti-affinity.",
    );
  });

  it("says who is told of operations", () => {
    const { settings, problems, warnings } = apply(
      "[oslo_messaging_notifications]\ndriver = messagingv2\ndriver = log\ndriver =\ntopics = notifications, audit\ntransport_url = rabbit://a:b@mq/\n" +
        "[oslo_messaging_rabbit]\namqp_durable_queues = true\n[DEFAULT]\ncontrol_exchange = cloud\n",
    );
    expect([...problems, ...warnings]).toEqual([]);
    expect(settings).toEqual({
      notificationDrivers: ["messagingv2", "log"],
      notificationTopics: ["notifications", "audit"],
      notificationTransportUrl: "rabbit://a:b@mq/",
      notificationDurable: true,
      notificationExchange: "cloud",
    });
  });

  it("says the login and the broker as Newton wrote them", () => {
    const { settings, warnings } = apply(
      "[keystone_authtoken]\nauth_uri = http://vip:5000/v3\nauth_host = vip\nauth_protocol = http\nadmin_user = magnum\nadmin_password = a\nadmin_tenant_name = services\n" +
        "[oslo_messaging_rabbit]\nrabbit_hosts = c1:5673,c2:5673\nrabbit_ha_queues = True\nrabbit_userid = stack\nrabbit_password = p/w\n",
    );
    expect(settings.keystone).toEqual({
      OS_AUTH_URL: "http://vip:35357",
      OS_USERNAME: "magnum",
      OS_PASSWORD: "a",
      OS_PROJECT_NAME: "services",
    });
    expect(settings.transportUrl).toBe("rabbit://stack:p%2Fw@c1:5673,stack:p%2Fw@c2:5673/%2F");
    expect(warnings).toEqual([
      "/etc/1.conf:2: [keystone_authtoken] auth_uri is now www_authenticate_uri of [keystone_authtoken]",
    ]);
  });

  it("follows references across groups and files, and to what nobody set", () => {
    const { settings, problems } = apply(
      "[DEFAULT]\nhost = node\n[database]\nconnection = sqlite:///$state_path/$api.port/${host}.db\n",
      "[api]\nport = $quotas.max_clusters_per_project\n[quotas]\nmax_clusters_per_project = 7\n",
    );
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ database: "sqlite:////var/lib/jeroboam/7/node.db", port: 7 });
  });

  it("lets the later file count, under whatever name", () => {
    const old = "[DEFAULT]\nsql_connection = sqlite:///old\n";
    const now = "[database]\nconnection = sqlite:///now\n";
    expect(apply(now, old).settings.database).toBe("sqlite:///old");
    expect(apply(old + now).settings.database).toBe("sqlite:///now");
    expect(apply(now + old).settings.database).toBe("sqlite:///now");
  });

  it.each([
    [
      "[api]\nport = web",
      '/etc/1.conf:2: [api] port cannot be "web". It has to be a whole number.',
    ],
    ["[heat_client]\nendpoint_type = inner", "inner is none of public, internal, admin."],
    ["[api]\nport = 65536", "It has to be at most 65535."],
    ["[DEFAULT]\ndebug = perhaps", "It has to be one of true, 1, on, yes, false, 0, off, no."],
    [
      "[certificates]\ncert_manager_type = vault",
      "It has to be one of barbican, x509keypair, local.",
    ],
    ["[database]\nconnection = oracle://u:secret@db/x", "the scheme oracle is not known"],
    ["[api]\nhost = $nowhere", "There is no option nowhere to refer to"],
    ["[api]\nhost = $port\nport = $host", "It refers to itself through host."],
  ])("refuses %j with its place and what is allowed", (content, reason) => {
    const { problems } = apply(content);
    expect(problems[0]).toContain(reason);
    expect(problems[0]).toMatch(/^\/etc\/1\.conf:\d+: \[/);
  });

  it("does not say a secret that it refuses", () => {
    const { problems } = apply(
      "[trust]\ntrustee_domain_admin_password = se$cret\n[DEFAULT]\ntransport_url = amqp://u:secret@h/\n[database]\nconnection = mysql://u:secret@db\n",
    );
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toMatch(/u:secret/);
    expect(problems.join()).not.toMatch(/se\$cret/);
  });

  it("warns once of what is not known, with what may have been meant", () => {
    const { warnings, problems } = apply(
      "[api]\nprot = 1\nprot = 2\n[databse]\nconnection = x\nother = y\n[profiler]\nanything = 1\n",
      "[api]\nprot = 3\n",
    );
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      "/etc/1.conf:2: the option prot is not known in [api] and passed over; did you mean port?",
      "/etc/1.conf:5: the group [databse] is not known and passed over; did you mean database?",
    ]);
  });

  it("says what happens instead of what is not served", () => {
    const { warnings } = apply(
      "[oslo_messaging_notifications]\ndriver = routing\ndriver = log\n[trust]\nroles =\n[api]\nenabled_ssl = false\n",
    );
    expect(warnings).toEqual([
      expect.stringContaining(
        "driver: routing is not served; messaging, messagingv2, log, noop are",
      ),
    ]);
  });

  it("has one row for each name", () => {
    const names = MAGNUM_OPTIONS.flatMap(namesOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
