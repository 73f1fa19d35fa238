import type { CertificateAuthorityOptions, ClusterManagerOptions } from "@jeroboam/core";
import {
  type EndpointPreference,
  type SessionOptions,
  serviceTypes,
} from "@jeroboam/openstack-client";
import type { CorsOptions } from "../api/cors.ts";
import type { ServerOptions } from "../create-server.ts";
import type { ServiceOptions } from "../service-options.ts";
import { readNodesAuthorities } from "../tls/nodes-authorities.ts";
import { serviceTls } from "../tls/service-tls.ts";

/** What the operator decides about clusters, in core's words; what was left out is core's to say. */
export function operatorOptions(
  options: ServiceOptions,
): Pick<
  ClusterManagerOptions<never>,
  | "maxClustersPerProject"
  | "allowedNetworkDrivers"
  | "defaultNetworkDrivers"
  | "defaultBootVolumeSizeGib"
  | "defaultDriver"
  | "operator"
> {
  const { maxClustersPerProject, allowedNetworkDrivers } = options;
  const { defaultNetworkDrivers, defaultBootVolumeSizeGib, defaultDriver } = options;
  return {
    operator: {
      nodesAffinityPolicy: options.nodesAffinityPolicy,
      dockerVolumeType: options.defaultDockerVolumeType,
      etcdVolumeType: options.defaultEtcdVolumeType,
      bootVolumeType: options.defaultBootVolumeType,
      verifyCa: options.nodesVerifyCa,
      clusterUserTrust: options.clusterUserTrust,
      openstackCa: readNodesAuthorities(options),
    },
    ...(defaultDriver === undefined ? {} : { defaultDriver }),
    ...(maxClustersPerProject === undefined ? {} : { maxClustersPerProject }),
    ...(allowedNetworkDrivers === undefined ? {} : { allowedNetworkDrivers }),
    ...(defaultNetworkDrivers === undefined ? {} : { defaultNetworkDrivers }),
    ...(defaultBootVolumeSizeGib === undefined ? {} : { defaultBootVolumeSizeGib }),
  };
}

/** How operations are run and by whom, in core's words. */
export function engineOptions(
  options: ServiceOptions,
): Pick<
  ClusterManagerOptions<never>,
  | "host"
  | "leaseMs"
  | "observeCallsPerMinute"
  | "observeEveryMs"
  | "retention"
  | "serviceDownMs"
  | "surveyIdleMs"
> {
  const { observeCallsPerMinute, observeIdleSeconds } = options;
  return {
    host: options.serviceHost,
    leaseMs: options.leaseSeconds * 1000,
    retention: {
      operationDays: options.operationRetentionDays,
      eventDays: options.eventRetentionDays,
    },
    serviceDownMs: options.serviceDownSeconds * 1000,
    observeEveryMs: { first: options.observeFirstMs, most: options.observeMostMs },
    ...(observeCallsPerMinute === undefined ? {} : { observeCallsPerMinute }),
    ...(observeIdleSeconds === undefined ? {} : { surveyIdleMs: observeIdleSeconds * 1000 }),
  };
}

/** How clusters' authorities are made, and what they sign. */
export function authorityOptions(
  options: ServiceOptions,
): Omit<CertificateAuthorityOptions, "clock"> {
  const { certificateKeyBits: keyBits, certificateValidityDays: validityDays } = options;
  const { certificateKeyType: keyType, certificateHash: hash } = options;
  const { csrAllowedExtensions: allowedExtensions, csrAllowedKeyUsages: allowedKeyUsages } =
    options;
  return {
    requestKeyBitsMin: options.csrRsaBitsMin,
    ...(keyBits === undefined ? {} : { keyBits }),
    ...(validityDays === undefined ? {} : { validityDays }),
    ...(keyType && { keyType }),
    ...(hash && { hash }),
    ...(allowedExtensions && { allowedExtensions }),
    ...(allowedKeyUsages && { allowedKeyUsages }),
  };
}

/** How the cloud is asked, beside what the service's own login says. */
export function connectionOptions(
  options: ServiceOptions,
): Pick<SessionOptions, "endpointPreferences" | "serviceTls" | "timeoutMs"> {
  const { serviceRegions = {}, serviceInterfaces = {}, cloudTimeoutSeconds } = options;
  const preferences = serviceTypes.map((service) => {
    const [region, chosen] = [serviceRegions[service], serviceInterfaces[service]];
    return [service, { ...(region && { region }), ...(chosen && { interface: chosen }) }] as const;
  });
  return {
    endpointPreferences: Object.fromEntries(preferences),
    serviceTls: serviceTls(options),
    ...(cloudTimeoutSeconds === undefined ? {} : { timeoutMs: cloudTimeoutSeconds * 1000 }),
  };
}

/** Which of Keystone's and of this API's own endpoints nodes are told: public ones unless said otherwise. */
export function toldEndpoints(
  options: ServiceOptions,
): Readonly<Record<"containerInfra" | "identity", EndpointPreference>> {
  const region = options.trusteeKeystoneRegionName;
  return {
    identity: { interface: options.trusteeKeystoneInterface, ...(region && { region }) },
    containerInfra: { interface: options.serviceInterfaces?.["container-infra"] ?? "public" },
  };
}

/** Where the API stands for those who call it, and what it tells them. */
export function serverOptions(
  options: ServiceOptions,
): Pick<
  ServerOptions,
  "cors" | "enableProxyHeadersParsing" | "healthcheck" | "maxLimit" | "mountPath" | "publicUrl"
> {
  const { publicUrl, mountPath, enableProxyHeadersParsing, maxLimit } = options;
  return {
    enableProxyHeadersParsing,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(mountPath === undefined ? {} : { mountPath }),
    ...(maxLimit === undefined ? {} : { maxLimit }),
    cors: corsOptions(options),
    healthcheck: {
      disableFile: options.healthcheckDisableFile,
      detailed: options.healthcheckDetailed,
    },
  };
}

function corsOptions(options: ServiceOptions): CorsOptions {
  const { corsAllowedOrigins, corsAllowHeaders, corsExposeHeaders } = options;
  const { corsAllowMethods, corsAllowCredentials, corsMaxAgeSeconds } = options;
  return {
    allowedOrigins: corsAllowedOrigins,
    ...(corsAllowHeaders === undefined ? {} : { allowHeaders: corsAllowHeaders }),
    ...(corsExposeHeaders === undefined ? {} : { exposeHeaders: corsExposeHeaders }),
    ...(corsAllowMethods === undefined ? {} : { allowMethods: corsAllowMethods }),
    ...(corsAllowCredentials === undefined ? {} : { allowCredentials: corsAllowCredentials }),
    ...(corsMaxAgeSeconds === undefined ? {} : { maxAgeSeconds: corsMaxAgeSeconds }),
  };
}
