import { createHash } from "node:crypto";
import type { Answer, Call, Route } from "../http/route.ts";
import { type JsonObject, objectAt, textAt } from "../json.ts";
import { isAdmin } from "../keystone/identity.ts";
import { computeError, findKeypair, type Keypair, type Nova } from "./nova.ts";

function fingerprintOf(publicKey: string): string {
  const hash = createHash("md5").update(publicKey).digest("hex");
  return hash.match(/../g)?.join(":") ?? "";
}

/** Registers a user's key; one is made up when none is given. The same name twice is refused. */
export function createKeypair(
  nova: Nova,
  userId: string,
  name: string,
  publicKey?: string,
): { readonly keypair: Keypair; readonly privateKey: string | undefined } {
  if (findKeypair(nova, userId, name)) {
    throw computeError(409, "Conflict", `Key pair '${name}' already exists.`);
  }
  if (publicKey !== undefined && !/^(ssh-|ecdsa-|-----BEGIN )/.test(publicKey)) {
    throw computeError(
      400,
      "BadRequest",
      "Keypair data is invalid: failed to generate fingerprint",
    );
  }
  const key = publicKey ?? `ssh-rsa ${nova.random.hex(64)} Generated-by-Nova`;
  const keypair = {
    name,
    userId,
    publicKey: key,
    fingerprint: fingerprintOf(key),
    type: "ssh",
    createdAt: nova.clock.date(),
  };
  nova.keypairs.set(`${userId}/${name}`, keypair);
  const privateKey =
    publicKey === undefined
      ? `-----BEGIN OPENSSH PRIVATE KEY-----\n${nova.random.hex(64)}\n-----END OPENSSH PRIVATE KEY-----\n`
      : undefined;
  return { keypair, privateKey };
}

function keypairBody(keypair: Keypair): JsonObject {
  return {
    name: keypair.name,
    user_id: keypair.userId,
    public_key: keypair.publicKey,
    fingerprint: keypair.fingerprint,
    type: keypair.type,
  };
}

/** A keypair with what only looking at it shows. */
function keypairDetail(nova: Nova, keypair: Keypair): JsonObject {
  return {
    ...keypairBody(keypair),
    created_at: keypair.createdAt.toISOString().replace(/Z$/, "000"),
    deleted: false,
    deleted_at: null,
    id: [...nova.keypairs.values()].indexOf(keypair) + 1,
    updated_at: null,
  };
}

/** Keypairs: make, list, look at, delete. */
export function keypairRoutes(nova: Nova): readonly Route[] {
  const userOf = (call: Call): string => {
    const other = call.query.get("user_id");
    return other !== null && isAdmin(call.identity) ? other : call.identity.userId;
  };
  const keypairOf = (call: Call): Keypair => {
    const name = call.path["name"] ?? "";
    const keypair = findKeypair(nova, userOf(call), name);
    if (!keypair) {
      throw computeError(404, "NotFound", `Keypair ${name} not found for user ${userOf(call)}`);
    }
    return keypair;
  };
  const create = (call: Call): Answer => {
    const given = objectAt(call.body, "keypair");
    const made = createKeypair(
      nova,
      textAt(given, "user_id") ?? call.identity.userId,
      textAt(given, "name") ?? "",
      textAt(given, "public_key"),
    );
    return {
      body: {
        keypair: {
          ...keypairBody(made.keypair),
          ...(made.privateKey === undefined ? {} : { private_key: made.privateKey }),
        },
      },
    };
  };
  return [
    {
      method: "GET",
      path: "/os-keypairs",
      operation: "listKeypairs",
      handle: (call) => ({
        body: {
          keypairs: [...nova.keypairs.values()]
            .filter((one) => one.userId === userOf(call))
            .map((one) => ({ keypair: keypairBody(one) })),
        },
      }),
    },
    { method: "POST", path: "/os-keypairs", operation: "createKeypair", handle: create },
    {
      method: "GET",
      path: "/os-keypairs/:name",
      operation: "showKeypair",
      handle: (call) => ({ body: { keypair: keypairDetail(nova, keypairOf(call)) } }),
    },
    {
      method: "DELETE",
      path: "/os-keypairs/:name",
      operation: "deleteKeypair",
      handle: (call) => {
        const keypair = keypairOf(call);
        nova.keypairs.delete(`${keypair.userId}/${keypair.name}`);
        return { status: 202 };
      },
    },
  ];
}
