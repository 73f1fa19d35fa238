import { describe, expect, it } from "vitest";
import { corsHeaders, preflightHeaders } from "./cors.ts";

const horizon = { allowedOrigins: ["https://horizon"] };
const ask = { origin: "https://horizon", method: "PATCH", headers: "x-auth-token, Content-Type" };

// api.md 1.1, CORS defaults
describe("CORS", () => {
  it("lets a permitted origin read answers", () => {
    expect(corsHeaders(horizon, "https://horizon", "OpenStack-API-Version")).toEqual({
      vary: "OpenStack-API-Version,Origin",
      "access-control-allow-origin": "https://horizon",
      "access-control-allow-credentials": "true",
      "access-control-expose-headers":
        "X-Auth-Token,X-Subject-Token,X-Service-Token,X-OpenStack-Request-ID,X-Server-Management-Url",
    });
    expect(corsHeaders(horizon, "https://horizon", undefined)["vary"]).toBe("Origin");
  });

  it.each([undefined, "https://horizon:443", "HTTPS://HORIZON", "null"])(
    "says nothing to %j",
    (origin) => {
      expect(corsHeaders(horizon, origin, "x")).toEqual({});
      expect(preflightHeaders(horizon, { ...ask, origin })).toEqual({});
    },
  );

  it("answers a preflight with what was asked", () => {
    expect(preflightHeaders(horizon, ask)).toEqual({
      vary: "Origin",
      "access-control-allow-origin": "https://horizon",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "3600",
      "access-control-allow-methods": "PATCH",
      "access-control-allow-headers": "x-auth-token,Content-Type",
    });
    expect(preflightHeaders(horizon, { ...ask, headers: undefined })).not.toHaveProperty(
      "access-control-allow-headers",
    );
  });

  it.each([{ method: "TRACE" }, { method: undefined }, { headers: "X-Secret" }])(
    "does not permit %j",
    (change) => {
      expect(preflightHeaders(horizon, { ...ask, ...change })).toEqual({});
    },
  );

  it("takes any origin for a star, and what is configured instead of the defaults", () => {
    const cors = {
      allowedOrigins: ["*"],
      allowCredentials: false,
      maxAgeSeconds: 0,
      allowMethods: ["TRACE"],
      allowHeaders: ["If-Match"],
      exposeHeaders: [],
    };
    expect(corsHeaders(cors, "https://anywhere", undefined)).toEqual({
      vary: "Origin",
      "access-control-allow-origin": "*",
    });
    expect(
      preflightHeaders(cors, { origin: "https://x", method: "TRACE", headers: "if-match" }),
    ).toEqual({
      vary: "Origin",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "TRACE",
      "access-control-allow-headers": "if-match",
    });
  });
});
