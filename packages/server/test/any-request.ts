import fc from "fast-check";
import { z } from "zod";
import type { Route } from "../src/api/route.ts";
import { ROUTES } from "../src/api/v1/routes.ts";

export interface AnyRequest {
  readonly method: string;
  readonly url: string;
  readonly version: string | null;
  /** Headers besides the version's, by their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
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
/** What makes a body good, for the routes whose bodies have such fields. */
const GOOD_FIELDS: Readonly<Record<string, unknown>> = {
  cluster_template_id: "swarm",
  cluster_template: "other",
  baymodel_id: "swarm",
  coe: "swarm-mode",
  image_id: "debian",
  external_network_id: "public",
  flavor_id: "m1.small",
  keypair_id: "testkey",
  project_id: "wonderland",
  node_count: 1,
};
/** Where numbers stop fitting: a column of the database, a double, a computer. */
const NUMBERS = [1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e300, -1e300];
const NUMERALS = ["2147483647", "2147483648", "99999999999999999999", "9".repeat(400)];
const OPERATIONS = ["add", "replace", "remove", "move"];
const LIST_ARGUMENTS = ["limit", "marker", "sort_key", "sort_dir"];

const fieldsOf = ({ body }: Route): readonly string[] =>
  body instanceof z.ZodObject ? Object.keys(body.shape) : [];

/** Runs of what patterns look for, which cost a careless pattern the square of their length. */
const longText = fc
  .tuple(
    fc.constantFrom("", "a", '"'),
    fc.constantFrom("/", " ", '"', ",", ";", "=", ".", "9"),
    // The longer ones nearly fill the headers of a request.
    fc.constantFrom(300, 64_000),
    fc.constantFrom("", "x", '"', "\\"),
  )
  .map(([begin, unit, count, end]) => begin + unit.repeat(count) + end);

/**
 * Requests to every route, with any headers, body, query and version: sensible ones, nonsense, and
 * sensible ones with one part of nonsense.
 *
 * @param identifiers - names and uuids that stand where a path or field names an object
 */
export function anyRequest(identifiers: readonly string[]): fc.Arbitrary<AnyRequest> {
  const identifier = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...identifiers) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((one) => one.toWellFormed()) },
  );
  const value = fc.oneof(
    {
      weight: 30,
      arbitrary: fc.constantFrom<unknown>(...identifiers, ...WORDS, 1, -1, true, {}),
    },
    { weight: 5, arbitrary: fc.constantFrom<unknown>(...NUMBERS, ...NUMERALS) },
    { weight: 10, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: longText },
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
    const good = Object.entries(GOOD_FIELDS).filter(([name]) => fields.includes(name));
    const some = (maxKeys: number) => fc.dictionary(fc.constantFrom(...fields), value, { maxKeys });
    return fc.oneof(
      { weight: 3, arbitrary: some(6).map((one) => JSON.stringify(one)) },
      {
        weight: route.method === "PATCH" ? 1 : 9,
        arbitrary: some(1).map((one) => JSON.stringify({ ...Object.fromEntries(good), ...one })),
      },
      {
        weight: route.method === "PATCH" ? 9 : 1,
        arbitrary: patch(fields).map((one) => JSON.stringify(one)),
      },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: fc.constant("[".repeat(5000) + "]".repeat(5000)) },
      { weight: 2, arbitrary: fc.constant(undefined) },
    );
  };
  const queryOf = (route: Route) =>
    fc.oneof(
      { weight: 60, arbitrary: fc.constant("") },
      {
        weight: 20,
        arbitrary: fc
          .dictionary(
            fc.constantFrom(...(route.arguments ?? []), ...LIST_ARGUMENTS, "colour"),
            fc.oneof(
              fc.constantFrom("", "1", "name", "desc", "True", ...NUMERALS, ...identifiers),
              fc.string({ unit: "binary" }).map((one) => one.toWellFormed()),
            ),
            { maxKeys: 3 },
          )
          .map((one) => `?${new URLSearchParams(one).toString()}`),
      },
      { weight: 10, arbitrary: fc.webQueryParameters().map((one) => `?${one}`) },
      { weight: 1, arbitrary: longText.map((one) => `?${encodeURI(one)}`) },
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
      headers,
      body: bodyOf(route),
    }),
  );
  const elsewhere = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
    url: fc.oneof(
      { weight: 9, arbitrary: fc.webPath().map((one) => `/${one.replace(/^\/+/, "")}`) },
      { weight: 1, arbitrary: longText.map((one) => `/v1/${encodeURI(one)}`) },
    ),
    version,
    headers,
    body: fc.oneof(fc.constant(undefined), fc.json()),
  });
  return fc.oneof({ weight: 9, arbitrary: toRoute }, { weight: 1, arbitrary: elsewhere });
}

const version: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<string | null>("container-infra latest") },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 14 }).map((minor) => `container-infra 1.${minor}`),
  },
  { weight: 1, arbitrary: fc.constant<string | null>(null) },
  { weight: 1, arbitrary: fc.stringMatching(/^[ -~]*$/) },
);

/** What may stand in a header, which is bytes. */
const anyHeader = fc.oneof(
  { weight: 1, arbitrary: fc.stringMatching(/^[ -~\u00a0-\u00ff]*$/) },
  { weight: 1, arbitrary: longText },
);
/** What some part of the server reads, and words that mean something to it. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: ["application/json", "*/*", "text/html", "text/plain;q=0.5, */*;q=0"],
  "content-type": ["application/json", "application/json; charset=utf-8", "text/plain"],
  "if-match": ["*", '"1"', '"2", "1"', 'W/"1"'],
  "if-none-match": ["*", '"1"', 'W/"1"'],
  "idempotency-key": ["one", "two"],
  host: ["api:9511", "api:80", "[::1]"],
  forwarded: ["host=api;proto=https", 'for="[::1]";host="a:1", host=b'],
  "x-forwarded-proto": ["https", "http, https"],
  "x-forwarded-host": ["cloud", "cloud:8443, other"],
  "x-forwarded-prefix": ["/container-infra", "/"],
  "x-openstack-request-id": ["req-5d12f6fd-a196-4bf0-ae4c-1f639a523a52"],
  origin: ["https://horizon"],
};
const headers = fc
  .array(
    fc
      .constantFrom(...Object.entries(HEADERS))
      .chain(([name, words]) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof(
            { weight: 1, arbitrary: fc.constantFrom(...words) },
            { weight: 1, arbitrary: anyHeader },
          ),
        ),
      ),
    { maxLength: 2 },
  )
  .map((entries): Readonly<Record<string, string>> => Object.fromEntries(entries));
