import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeCloud, type SeenRequest } from "../../test/fake-cloud.ts";
import { createApplicationCredential } from "../identity/application-credential.ts";
import { validateToken } from "../identity/token.ts";
import { createUser } from "../identity/user.ts";
import { createStack } from "../orchestration/stack.ts";
import { createSession } from "../session/session.ts";
import { OpenStackError } from "./openstack-error.ts";
import { redactText, redactUrl } from "./redact.ts";

const secrets = ["pass-w0rd", "gAAAA", "user-s3cret", "app-s3cret", "subject-t0ken", "trustee-pw"];

/** A cloud whose every service answers with all that it was told. */
function gossip(status: number) {
  const cloud = new FakeCloud();
  const tell = (_count: number, request: SeenRequest) => ({
    status,
    json: {
      error: {
        message: `You said ${request.text} with ${[...request.headers].join(" ")} at ${request.url}`,
      },
    },
  });
  for (const request of [
    "POST /v3/users",
    "POST /v3/users/u/application_credentials",
    "POST /v1/project-1/stacks",
    "GET /v2.1/x",
  ]) {
    cloud.on(request, tell);
  }
  return { cloud, tell };
}

async function caught(call: Promise<unknown>): Promise<OpenStackError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!OpenStackError.isInstance(error)) throw new Error("expected an OpenStackError");
  return error;
}

function expectClean(error: OpenStackError) {
  const shown = [JSON.stringify(error), error.message, String(error.stack), inspect(error)];
  for (const text of shown) for (const secret of secrets) expect(text).not.toContain(secret);
}

describe("no error shows a secret", () => {
  it.each([200, 400, 401, 403, 500])("when services quote the request with %d", async (status) => {
    const { cloud } = gossip(status);
    const session = createSession(cloud.options({ retry: { limit: 0 } }));
    const keystone = session.service("identity");
    const heat = session.service("orchestration");
    expectClean(await caught(createUser(keystone, { name: "n", password: "user-s3cret" })));
    expectClean(
      await caught(createApplicationCredential(keystone, "u", { name: "n", secret: "app-s3cret" })),
    );
    expectClean(
      await caught(
        createStack(heat, {
          name: "s",
          template: {},
          parameters: { trustee_password: "trustee-pw" },
        }),
      ),
    );
  });

  it.each([401, 403, 404, 500])("when Keystone quotes it with %d", async (status) => {
    const { cloud, tell } = gossip(status);
    cloud.on("POST /v3/auth/tokens", tell);
    const session = createSession(cloud.options({ retry: { limit: 0 } }));
    const error = await caught(session.token());
    expectClean(error);
    expect(error.requestId).toBe("req-1");
  });

  it("when a token is validated", async () => {
    const { cloud, tell } = gossip(500);
    const session = createSession(cloud.options({ retry: { limit: 0 } }));
    await session.token();
    cloud.on("GET /v3/auth/tokens", tell);
    expectClean(await caught(validateToken(session.service("identity"), "subject-t0ken")));
  });

  it("when the input is not valid", async () => {
    const session = createSession(new FakeCloud().options());
    const wrong = { name: 1, password: ["user-s3cret"], pasword: "user-s3cret" };
    const error = await caught(
      createUser(session.service("identity"), wrong as unknown as { name: string }),
    );
    expect(error.code).toBe("OPENSTACK_INVALID_REQUEST");
    expect(error.message).toContain("password");
    expectClean(error);
  });
});

describe("redaction", () => {
  it("takes secrets out of URLs", () => {
    expect(redactUrl("http://user:pw@h/x?temp_url_signature=abc&limit=1&Token=t")).toBe(
      "http://h/x?temp_url_signature=***&limit=1&Token=***",
    );
    expect(redactUrl("not a url gAAAAabcdefghijklmnopqrstuvwx")).toBe("not a url ***");
  });

  it("takes private keys out of texts, also unfinished ones", () => {
    const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE";
    expect(redactText(`before ${key}\n-----END RSA PRIVATE KEY----- after`)).toBe(
      "before *** after",
    );
    expect(redactText(`before ${key}`)).toBe("before ***");
  });

  it("takes every given secret out of every text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 4 }), fc.string(), (a, secret, b) => {
        fc.pre(!secret.includes("*"));
        expect(redactText(`${a}${secret}${b}`, [secret])).not.toContain(secret);
      }),
    );
  });
});
