import { describe, expect, it } from "vitest";
import { messageFromBody } from "./error-envelope.ts";

describe("the sentence in a service's error", () => {
  it.each([
    [
      "Keystone",
      '{"error":{"code":404,"message":"Could not find user: x.","title":"Not Found"}}',
      "Could not find user: x.",
    ],
    [
      "Nova",
      '{"itemNotFound":{"code":404,"message":"Flavor x could not be found."}}',
      "Flavor x could not be found.",
    ],
    [
      "Neutron",
      '{"NeutronError":{"type":"NetworkNotFound","message":"Network x could not be found.","detail":""}}',
      "Network x could not be found.",
    ],
    ["an older Neutron", '{"NeutronError":"Bad things"}', "Bad things"],
    [
      "Heat",
      '{"code":409,"title":"Conflict","explanation":"There was a conflict.","error":{"type":"StackExists","traceback":null,"message":"The Stack (x) already exists."}}',
      "The Stack (x) already exists.",
    ],
    [
      "Heat without a reason",
      '{"title":"Forbidden","explanation":"Not for you.","error":{}}',
      "Not for you.",
    ],
    [
      "Glance",
      "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1> No image found with ID x<br /></body></html>",
      "404 Not Found No image found with ID x",
    ],
    [
      "Barbican",
      '{"code":404,"title":"Not Found","description":"Secret not found."}',
      "Secret not found.",
    ],
    ["Glance in JSON", '{"message":"No image","code":"404"}', "No image"],
    [
      "Magnum",
      '{"errors":[{"request_id":"","code":"client","status":400,"title":"Cluster x","detail":"Cluster x failed","links":[]}]}',
      "Cluster x failed",
    ],
    ["Magnum without details", '{"errors":[{"title":"Bad","detail":""}]}', "Bad"],
    ["WSME", '{"faultstring":"Invalid input","debuginfo":null}', "Invalid input"],
    ["a proxy", "upstream connect error\nmore", "upstream connect error"],
    ["a text in JSON", '"no"', "no"],
  ])("of %s is read", (_service, body, message) => {
    expect(messageFromBody(body)).toBe(message);
  });

  it.each(["", "  \n", "{}", "[]", "null", "<html></html>", '{"errors":[]}', '{"error":null}'])(
    "is absent in %j",
    (body) => {
      expect(messageFromBody(body)).toBeUndefined();
    },
  );
});
