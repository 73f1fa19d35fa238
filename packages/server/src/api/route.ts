import type { CertificateAuthority, ManagerView } from "@jeroboam/core";
import type { Identity } from "../identity/identity.ts";
import type { Microversion } from "./microversion.ts";
import type { Query } from "./pagination.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** A request that was let in: version, arguments and caller are known to be good. */
export interface ApiRequest {
  readonly version: Microversion;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  /** The address of this API as the caller knows it, without /v1 and without a slash at the end. */
  readonly baseUrl: string;
  readonly identity: Identity;
  /** The manager as the caller sees it; for admins that is every project's. */
  readonly view: ManagerView;
  /** The manager as a member of the caller's project sees it, admin or not. */
  readonly projectView: ManagerView;
  /** The manager without walls, for what belongs to something the caller sees. */
  readonly everything: ManagerView;
  readonly certificates: CertificateAuthority;
  /** Reads the body; throws 400 or 415 when it is not JSON. */
  json(): unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One method of one path, in the microversions that have it. */
export interface Route {
  readonly method: Method;
  /** Begins with /v1; `:name` stands for one element. */
  readonly path: string;
  /** What Magnum calls it where it says that a version does not have it. */
  readonly name: string;
  readonly since?: Microversion;
  readonly until?: Microversion;
  /** Names of query arguments. */
  readonly arguments?: readonly string[];
  handle(request: ApiRequest): Promise<ApiAnswer>;
}

/** What anybody may read without a token. */
export interface PublicRoute {
  readonly path: string;
  document(baseUrl: string): object;
}
