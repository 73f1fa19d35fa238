import fc from "fast-check";
import { z } from "zod";
import type { Route } from "../src/api/route.ts";
import { ROUTES } from "../src/api/v1/routes.ts";

export interface AnyRequest {
  readonly method: string;
  readonly url: string;
  readonly version: string | null;
  readonly body: string | undefined;
}

/** Words that mean something to some field of some route. */
const WORDS = [
  "swarm",
  "debian",
  "swarm-mode",
  "public",
  "m1.small",
  "Cluster",
  "wonderland",
  "True",
  "{'a': 'b'}",
  "0",
  "2",
  "HEALTHY",
  "-----BEGIN CERTIFICATE REQUEST-----",
];
const OPERATIONS = ["add", "replace", "remove", "move"];
const LIST_ARGUMENTS = ["limit", "marker", "sort_key", "sort_dir"];

const fieldsOf = ({ body }: Route): readonly string[] =>
  body instanceof z.ZodObject ? Object.keys(body.shape) : [];

/**
 * Requests to every route, with any body, query and version: sensible ones, nonsense, and sensible
 * ones with one part of nonsense.
 *
 * @param identifiers - names and uuids that stand where a path or field names an object
 */
export function anyRequest(identifiers: readonly string[]): fc.Arbitrary<AnyRequest> {
  const identifier = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...identifiers) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((one) => one.toWellFormed()) },
  );
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<unknown>(...identifiers, ...WORDS, 1, -1, true, {}) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
  const patch = (fields: readonly string[]) =>
    fc.array(
      fc.record(
        {
          op: fc.constantFrom(...OPERATIONS),
          path: fc.oneof(
            fc
              .constantFrom(...fields, "labels/a", "__proto__/a", "links/0")
              .map((one) => `/${one}`),
            fc.string(),
          ),
          value,
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    );
  const bodyOf = (route: Route) => {
    const fields = [...fieldsOf(route), "name", "__proto__", "constructor"];
    return fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .dictionary(fc.constantFrom(...fields), value, { maxKeys: 6 })
          .map((one) => JSON.stringify(one)),
      },
      { weight: 3, arbitrary: patch(fields).map((one) => JSON.stringify(one)) },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: fc.constant("[".repeat(5000) + "]".repeat(5000)) },
      { weight: 2, arbitrary: fc.constant(undefined) },
    );
  };
  const queryOf = (route: Route) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      {
        weight: 2,
        arbitrary: fc
          .dictionary(
            fc.constantFrom(...(route.arguments ?? []), ...LIST_ARGUMENTS, "colour"),
            fc.oneof(
              fc.constantFrom("1", "name", "desc", "True", ...identifiers),
              fc.string({ unit: "binary" }).map((one) => one.toWellFormed()),
            ),
            { maxKeys: 3 },
          )
          .map((one) => `?${new URLSearchParams(one).toString()}`),
      },
      { weight: 1, arbitrary: fc.webQueryParameters().map((one) => `?${one}`) },
    );
  const pathOf = (route: Route) =>
    fc.array(identifier, { minLength: 3, maxLength: 3 }).map((names) => {
      const rest = [...names];
      return route.path.replaceAll(/:\w+/g, () => encodeURIComponent(rest.pop() ?? ""));
    });
  const toRoute = fc.constantFrom(...ROUTES).chain((route) =>
    fc.record({
      method: fc.oneof(
        { weight: 6, arbitrary: fc.constant<string>(route.method) },
        { weight: 1, arbitrary: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD") },
      ),
      url: fc.tuple(pathOf(route), queryOf(route)).map(([path, query]) => path + query),
      version,
      body: bodyOf(route),
    }),
  );
  const elsewhere = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
    url: fc.webPath().map((one) => `/${one.replace(/^\/+/, "")}`),
    version,
    body: fc.oneof(fc.constant(undefined), fc.json()),
  });
  return fc.oneof({ weight: 9, arbitrary: toRoute }, { weight: 1, arbitrary: elsewhere });
}

const version: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<string | null>("container-infra latest") },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 14 }).map((minor) => `container-infra 1.${minor}`),
  },
  { weight: 1, arbitrary: fc.constant<string | null>(null) },
  { weight: 1, arbitrary: fc.stringMatching(/^[ -~]*$/) },
);
