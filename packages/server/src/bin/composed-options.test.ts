import { expect, it } from "vitest";
import { readServiceOptions } from "../service-options.ts";
import {
  authorityOptions,
  connectionOptions,
  engineOptions,
  operatorOptions,
  serverOptions,
  toldEndpoints,
} from "./composed-options.ts";

/** Else the machine's own magnum.conf would be read. */
const NO_FILE = { JEROBOAM_CONFIG_FILE: "/dev/null" };

it("leaves to the library what the operator does not say", () => {
  const options = readServiceOptions([], NO_FILE);
  expect(operatorOptions(options)).toEqual({
    operator: { verifyCa: true, clusterUserTrust: false },
  });
  expect(serverOptions(options)).toEqual({
    enableProxyHeadersParsing: false,
    cors: { allowedOrigins: [] },
    healthcheck: { disableFile: "/etc/magnum/healthcheck_disable", detailed: false },
  });
});

it("hands on what the operator says", () => {
  const options = readServiceOptions(
    [
      "--max-clusters-per-project=0",
      "--allowed-network-drivers=swarm=all",
      "--default-network-drivers=swarm=docker",
      "--default-boot-volume-size-gib=0",
      "--default-boot-volume-type=b",
      "--default-docker-volume-type=d",
      "--default-etcd-volume-type=e",
      "--nodes-affinity-policy=anti-affinity",
      "--nodes-verify-ca=false",
      "--default-driver=fake",
      "--public-url=https://cloud/v1",
      "--mount-path=/container-infra",
      "--max-limit=7",
      "--cors-allowed-origins=*",
      "--cors-allow-headers=If-Match",
      "--cors-expose-headers=ETag",
      "--cors-allow-methods=GET,HEAD",
      "--cors-allow-credentials=false",
      "--cors-max-age-seconds=0",
    ],
    NO_FILE,
  );
  expect(operatorOptions(options)).toEqual({
    maxClustersPerProject: 0,
    allowedNetworkDrivers: { swarm: "all" },
    defaultNetworkDrivers: { swarm: "docker" },
    defaultBootVolumeSizeGib: 0,
    defaultDriver: "fake",
    operator: {
      bootVolumeType: "b",
      clusterUserTrust: false,
      dockerVolumeType: "d",
      etcdVolumeType: "e",
      nodesAffinityPolicy: "anti-affinity",
      verifyCa: false,
    },
  });
  expect(serverOptions(options)).toMatchObject({
    publicUrl: "https://cloud/v1",
    mountPath: "/container-infra",
    maxLimit: 7,
    cors: {
      allowedOrigins: ["*"],
      allowHeaders: ["If-Match"],
      exposeHeaders: ["ETag"],
      allowMethods: ["GET", "HEAD"],
      allowCredentials: false,
      maxAgeSeconds: 0,
    },
  });
});

it("hands on where services are asked and which addresses nodes are told", () => {
  const { endpointPreferences = {}, ...others } = connectionOptions(
    readServiceOptions(
      [
        "--service-regions=orchestration=R2,key-manager=R3",
        "--service-interfaces=orchestration=internal",
        "--cloud-timeout-seconds=5",
        "--service-ca-files=orchestration=/h.ca",
        "--service-cert-files=compute=/n.pem",
        "--service-key-files=compute=/n.key",
        "--service-insecure=orchestration=true,compute=false",
      ],
      NO_FILE,
    ),
  );
  expect(others).toEqual({
    timeoutMs: 5000,
    serviceTls: {
      orchestration: { caFile: "/h.ca", verify: false },
      compute: { certFile: "/n.pem", keyFile: "/n.key", verify: true },
    },
  });
  expect(endpointPreferences.orchestration).toEqual({ region: "R2", interface: "internal" });
  expect(endpointPreferences["key-manager"]).toEqual({ region: "R3" });
  expect(endpointPreferences.compute).toEqual({});
  const told = (...argv: readonly string[]) => toldEndpoints(readServiceOptions(argv, NO_FILE));
  expect(told()).toEqual({
    identity: { interface: "public" },
    containerInfra: { interface: "public" },
  });
  expect(
    told(
      "--trustee-keystone-interface=internal",
      "--trustee-keystone-region-name=R1",
      "--service-interfaces=container-infra=admin",
    ),
  ).toEqual({
    identity: { interface: "internal", region: "R1" },
    containerInfra: { interface: "admin" },
  });
});

it("hands on how operations are run, in milliseconds", () => {
  const argv = ["--service-host", "controller-1", "--lease-seconds", "5"];
  const kept = ["--operation-retention-days", "90", "--event-retention-days", "30"];
  const looks = ["--observe-calls-per-minute", "50", "--observe-idle-seconds", "60"];
  const options = readServiceOptions([...argv, ...kept, ...looks], NO_FILE);
  expect(engineOptions(options)).toEqual({
    host: "controller-1",
    leaseMs: 5000,
    retention: { operationDays: 90, eventDays: 30 },
    serviceDownMs: 180_000,
    observeEveryMs: { first: 1000, most: 10_000 },
    observeCallsPerMinute: 50,
    surveyIdleMs: 60_000,
  });
});

it("says how authorities are made and what they sign", () => {
  expect(authorityOptions(readServiceOptions([], NO_FILE))).toEqual({ requestKeyBitsMin: 2048 });
  const options = readServiceOptions(
    [
      "--certificate-validity-days=30",
      "--certificate-key-bits=3072",
      "--certificate-key-type=p384",
      "--certificate-hash=sha512",
      "--csr-rsa-bits-min=3072",
      "--csr-allowed-extensions=subjectAltName, keyUsage",
      "--csr-allowed-key-usages=Digital Signature",
    ],
    NO_FILE,
  );
  expect(authorityOptions(options)).toEqual({
    validityDays: 30,
    keyBits: 3072,
    keyType: "p384",
    hash: "sha512",
    requestKeyBitsMin: 3072,
    allowedExtensions: ["subjectAltName", "keyUsage"],
    allowedKeyUsages: ["Digital Signature"],
  });
});

it.each([
  ["--csr-allowed-extensions=nameConstraints", "Each has to be one of keyUsage"],
  ["--csr-allowed-key-usages=Key Encipherment", "Digital Signature has to be among them."],
  ["--csr-allowed-key-usages=signing", "Each has to be one of Digital Signature"],
])("refuses %s", (argument, reason) => {
  expect(() => readServiceOptions([argument], NO_FILE)).toThrow(reason);
});
