import { InvalidArgumentError } from "commander";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transportUrlOf } from "./rabbit-options.ts";
import { describeTransport } from "./transport.ts";
import { parseTransportUrl } from "./transport-url.ts";

const guest = { username: "guest", password: "guest" };
const host = (hostname: string, port = 5672) => ({ hostname, port });

describe("a transport_url", () => {
  it.for([
    ["rabbit://openstack:secret@controller", { hosts: [host("controller")] }],
    ["rabbit://openstack:secret@controller:5673/", { hosts: [host("controller", 5673)] }],
    ["RABBIT://openstack:secret@10.0.0.1:5672//", { virtualHost: "/", hosts: [host("10.0.0.1")] }],
    ["rabbit://openstack:secret@h/%2F", { virtualHost: "/", hosts: [host("h")] }],
    ["rabbit://openstack:secret@h/magnum", { virtualHost: "magnum", hosts: [host("h")] }],
    ["rabbit://openstack:secret@h//magnum", { virtualHost: "/magnum", hosts: [host("h")] }],
    ["kombu://openstack:secret@h/a%20b", { virtualHost: "a b", hosts: [host("h")] }],
    [
      "rabbit://openstack:secret@[fd00::1]:5673,openstack:secret@[::1],h3/",
      { hosts: [host("fd00::1", 5673), host("::1"), host("h3")] },
    ],
    ["rabbit://open%73tack:s%65cret@h", { hosts: [host("h")] }],
  ] as const)("%s is read", ([text, expected]) => {
    expect(parseTransportUrl(text)).toEqual({
      username: "openstack",
      password: "secret",
      virtualHost: "/",
      ...expected,
    });
  });

  it.for([
    ["rabbit://", [host("localhost")]],
    ["rabbit:///magnum", [host("localhost")]],
    ["rabbit://a,b:1/", [host("a"), host("b", 1)]],
  ] as const)("%s has the broker's own account", ([text, hosts]) => {
    expect(parseTransportUrl(text)).toMatchObject({ ...guest, hosts });
  });

  it.for([
    ["rabbit://u:p%40%2F%3A%2C%25@h", "p@/:,%"],
    ["rabbit://u:p@ss@h", "p@ss"],
    ["rabbit://u:p:ss@h", "p:ss"],
    ["rabbit://u:100%@h", "100%"],
    ["rabbit://u:a+b@h", "a+b"],
    ["rabbit://u@h", ""],
  ] as const)("%s has the password %s", ([text, password]) => {
    expect(parseTransportUrl(text)).toMatchObject({ username: "u", password, hosts: [host("h")] });
  });

  it.for([
    ["rabbit://h?ssl=0", undefined],
    ["rabbit://h/?ssl=True", {}],
    ["rabbit://h?heartbeat_timeout_threshold=60&ssl=1", {}],
    [
      "rabbit://h?ssl=1&ssl_ca_file=/etc/a+b/ca.pem&ssl_cert_file=c.pem&ssl_key_file=k.pem",
      { caFile: "/etc/a+b/ca.pem", certificateFile: "c.pem", keyFile: "k.pem" },
    ],
  ] as const)("%s has TLS as %o", ([text, tls]) => {
    expect(parseTransportUrl(text).tls).toEqual(tls);
  });

  it.for([
    ["", /has to be rabbit:/],
    ["controller:5672", /has to be rabbit:/],
    ["amqp://u:hunter2@h", /^amqp:\/\/ is not served; it has to be rabbit:/],
    ["rabbit://u:hunter2#@h/", /percent-encoded/],
    ["rabbit://u:hunter2/@h:1/", /holds an @/],
    ["rabbit://u:hunter2,3@h", /Each of its hosts/],
    ["rabbit://u:1/hunter2@h/", /holds an @/],
    ["rabbit://u:hunter2@", /Each of its hosts/],
    ["rabbit://u:hunter2@h:0", /port of 1 to 65535/],
    ["rabbit://u:hunter2@h:65536", /port of 1 to 65535/],
    ["rabbit://u:hunter2@fd00::1", /IPv6 address in brackets/],
    ["rabbit://u:hunter2@a,v:hunter2@b", /the same user and password/],
    ["rabbit://u:hunter2@a?sll=1&use_ssl=1", /Of TLS it knows ssl, ssl_ca_file/],
  ] as const)("%s is refused, without its password", ([text, reason]) => {
    expect(() => parseTransportUrl(text)).toThrow(reason);
    expect(() => parseTransportUrl(text)).not.toThrow(/hunter2/);
  });

  it("is read or refused, whatever it is, and a refusal does not tell it", () => {
    const outcomeOf = (text: string): string => {
      try {
        return `${parseTransportUrl(text).hosts.length} hosts`;
      } catch (error) {
        if (error instanceof InvalidArgumentError) return error.message;
        throw error;
      }
    };
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9:@,/?#%[\]=&.+-]*$/), (rest) => {
        expect(outcomeOf(`rabbit://u:hunter2${rest}`)).toMatch(
          /^[1-9]\d* hosts$|has to be|have to/,
        );
        expect(outcomeOf(`rabbit://u:hunter2${rest}`)).not.toContain("hunter2");
      }),
    );
  });
});

describe("the options that were there before it", () => {
  const option = fc.string({ minLength: 1, unit: "grapheme" });

  it("make the same transport, whatever is in them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.domain(), { minLength: 1, maxLength: 3 }),
        option,
        option,
        option,
        fc.boolean(),
        (hosts, userid, password, virtualHost, useSsl) => {
          const url = transportUrlOf({ hosts, userid, password, virtualHost, useSsl });
          expect(parseTransportUrl(url)).toEqual({
            hosts: hosts.map((name) => host(name)),
            username: userid,
            password,
            virtualHost,
            ...(useSsl ? { tls: {} } : {}),
          });
        },
      ),
    );
  });

  it("have the broker's own defaults", () => {
    expect(parseTransportUrl(transportUrlOf({}))).toEqual({
      ...guest,
      hosts: [host("localhost")],
      virtualHost: "/",
    });
  });
});

it("a transport is told of without its password", () => {
  const text = "rabbit://u%40x:hunter2@[::1]:1,u%40x:hunter2@b/magnum?ssl=1";
  expect(describeTransport(parseTransportUrl(text))).toBe(
    "rabbit://u%40x@[::1]:1,b:5672/magnum?ssl=1",
  );
});
