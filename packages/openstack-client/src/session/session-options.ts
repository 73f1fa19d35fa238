import type { CallMeter } from "./call-meter.ts";
import type { EndpointInterface, EndpointPreference } from "./catalog.ts";
import type { TlsOptions } from "../transport/tls-options.ts";
import type { ServiceType } from "./service-type.ts";
import type { TokenDescription } from "./token.ts";

/** A domain by id or by name. */
export type DomainReference = { readonly id: string } | { readonly name: string };

/** A user by id, or by name in a domain. */
export type UserReference =
  | { readonly id: string }
  | { readonly name: string; readonly domain: DomainReference };

/** What a token is good for. */
export type Scope =
  | { readonly type: "project"; readonly id: string }
  | { readonly type: "project"; readonly name: string; readonly domain: DomainReference }
  | { readonly type: "domain"; readonly domain: DomainReference }
  | { readonly type: "trust"; readonly trustId: string }
  | { readonly type: "system" }
  | { readonly type: "unscoped" };

export interface PasswordAuth {
  readonly type: "password";
  readonly user: UserReference;
  readonly password: string;
  /** Unscoped where undefined, or the user's default project where there is one. */
  readonly scope?: Scope;
}

/**
 * A token that somebody gave. Without a scope it is used as it is, and not renewed when it
 * expires; with a scope Keystone is asked for a new token of that scope.
 */
export interface TokenAuth {
  readonly type: "token";
  readonly token: string;
  readonly scope?: Scope;
  /** What is known of a token without a scope; Keystone is asked where undefined. */
  readonly description?: TokenDescription;
}

/** An application credential carries its own scope. */
export type ApplicationCredentialAuth =
  | { readonly type: "applicationCredential"; readonly id: string; readonly secret: string }
  | {
      readonly type: "applicationCredential";
      readonly name: string;
      readonly user: UserReference;
      readonly secret: string;
    };

export type Auth = PasswordAuth | TokenAuth | ApplicationCredentialAuth;

/** Where the cloud is, who asks, and how. */
export interface SessionOptions {
  /** Keystone's URL, with or without /v3. */
  readonly authUrl: string;
  readonly auth: Auth;
  /** Any region where undefined. */
  readonly region?: string;
  /** `public` where undefined. */
  readonly interface?: EndpointInterface;
  /** Services whose endpoint has another region or interface than the rest. */
  readonly endpointPreferences?: Readonly<Partial<Record<ServiceType, EndpointPreference>>>;
  /** URLs to use in place of the catalog's, complete with their version. */
  readonly endpointOverrides?: Readonly<Partial<Record<ServiceType, string>>>;
  /** Microversions to ask for, for example `{ compute: "2.79" }`; the service's oldest otherwise. */
  readonly microversions?: Readonly<Partial<Record<ServiceType, string>>>;
  /** For each attempt; 60 000 where undefined. */
  readonly timeoutMs?: number;
  readonly retry?: RetryChoice;
  /** Put before this package's own name. */
  readonly userAgent?: string;
  /** Instead of Node's; secures its connections by itself, so that `tls` and `serviceTls` do not count. */
  readonly fetch?: typeof fetch;
  /** How connections to all services are secured; as Node.js does where undefined. */
  readonly tls?: TlsOptions;
  /** What counts over `tls` for single services; Keystone is `identity`. */
  readonly serviceTls?: Readonly<Partial<Record<ServiceType, TlsOptions>>>;
  readonly clock?: { now(): Date };
  /** Told of every request that is sent; several sessions may share one. */
  readonly meter?: Pick<CallMeter, "count">;
}

/** How requests that are safe to repeat are repeated. */
export interface RetryChoice {
  /** Repeats after the first attempt; 3 where undefined, 0 for none. */
  readonly limit?: number;
  /** Pause before the given repeat (1, 2, …); doubling from 300 ms, with jitter, where undefined. */
  readonly delayMs?: (repeat: number) => number;
  /** The longest pause a service can ask for; 30 000 where undefined. */
  readonly maximumRetryAfterMs?: number;
}
