import type { ClusterManager, ManagerView } from "@jeroboam/core";
import type { z } from "zod";
import type { Identity } from "../identity/identity.ts";
import type { Target } from "../policy/policy.ts";
import type { Rule } from "../policy/rule-names.ts";
import type { Microversion } from "./microversion.ts";
import type { Query } from "./pagination.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request that was let in: version, arguments and caller are known to be good. */
export interface ApiRequest {
  readonly version: Microversion;
  /** Whether the caller named a version at all; without one the oldest counts. */
  readonly versionGiven: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Most rows of a page. */
  readonly maxLimit: number;
  /** One header's value, by its name in small letters. */
  header(name: string): string | undefined;
  /** The address of this API as the caller knows it, without /v1 and without a slash at the end. */
  readonly baseUrl: string;
  readonly identity: Identity;
  /** The manager as a member of the caller's project sees it. */
  readonly view: ManagerView;
  /** The manager without walls: every project's, for what a rule opened or what belongs to something the caller sees. */
  readonly everything: ManagerView;
  /** The manager itself, for what belongs to no project. */
  readonly manager: ClusterManager;
  /** Whether the rule lets the caller pass. */
  allows(rule: Rule, target?: Target): boolean;
  /** Lets the caller pass, or throws 403. */
  enforce(rule: Rule, target?: Target): void;
  /** Reads the body; throws 400 or 415 when it is not JSON. */
  json(): unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: object;
  /** The body where it is JSON already. */
  readonly json?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A status and the shape that goes with it. */
export interface RouteAnswer {
  readonly status: number;
  readonly body?: z.ZodType;
  /** What it brings besides the headers of every answer. */
  readonly headers?: readonly ("ETag" | "Location")[];
}

/** One method of one path, in the microversions that have it. */
export interface Route {
  readonly method: Method;
  /** Begins with /v1; `:name` stands for one element. */
  readonly path: string;
  /** What Magnum calls it where it says that a version does not have it. */
  readonly name: string;
  /** One line for the API document. */
  readonly summary: string;
  readonly since?: Microversion;
  readonly until?: Microversion;
  /** Names of query arguments. */
  readonly arguments?: readonly string[];
  /** The shape of the body that it reads; left out where it reads none. */
  readonly body?: z.ZodType;
  /** What it answers when it succeeds; `body` is left out where the answer has none. */
  readonly answer: RouteAnswer;
  /** What else it answers when an argument asks for it. */
  readonly otherAnswer?: RouteAnswer;
  /** Whether `If-Match` binds the change to a version of the object. Default false. */
  readonly conditional?: boolean;
  /** Whether a repeat under the same `Idempotency-Key` makes nothing twice. Default false. */
  readonly repeatable?: boolean;
  /** Whether it only says that this microversion does not have it; such a one is not documented. Default false. */
  readonly isRefusal?: boolean;
  handle(request: ApiRequest): Promise<ApiAnswer>;
}

/** What anybody may read without a token. */
export interface PublicRoute {
  readonly path: string;
  document(baseUrl: string, version: Microversion): object;
}
