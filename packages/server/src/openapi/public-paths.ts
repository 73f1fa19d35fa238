const JSON_DOCUMENT = { "application/json": { schema: { type: "object" } } };

const document = (operationId: string, summary: string, tag: string) => ({
  get: {
    operationId,
    summary,
    tags: [tag],
    security: [],
    responses: { "200": { description: summary, content: JSON_DOCUMENT } },
  },
});

/** What needs no token. */
export const PUBLIC_PATHS = {
  "/": document("versions_get", "Tells which versions there are", "documents"),
  "/v1": document("v1_get", "Tells which resources there are", "documents"),
  "/v1/openapi.json": document("openapi_get", "This document", "documents"),
  "/healthcheck": {
    get: {
      operationId: "healthcheck_get",
      summary: "Tells whether the server wants to be asked",
      tags: ["healthcheck"],
      security: [],
      responses: {
        "200": {
          description: "It does.",
          content: { "text/plain": { schema: { type: "string" } }, ...JSON_DOCUMENT },
        },
        "503": {
          description: "It was disabled by a file.",
          content: { "text/plain": { schema: { type: "string" } }, ...JSON_DOCUMENT },
        },
      },
    },
  },
} as const;
