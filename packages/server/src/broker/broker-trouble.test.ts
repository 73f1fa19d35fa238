import { expect, it } from "vitest";
import { brokerTrouble } from "./broker-trouble.ts";

const fromClient = (code: string, message: string) => Object.assign(new Error(message), { code });

it.each([
  [
    fromClient("ACCESS_REFUSED", "undefined: ACCESS_REFUSED - Login was refused."),
    "it refused the login; check the user, the password and the rights in transport_url of magnum.conf or JEROBOAM_TRANSPORT_URL (ACCESS_REFUSED - Login was refused)",
  ],
  [
    fromClient("NOT_ALLOWED", "ConnectionOpen: NOT_ALLOWED - vhost magnum not found"),
    "it refused the virtual host; check its name and the user's rights there in transport_url of magnum.conf or JEROBOAM_TRANSPORT_URL (ConnectionOpen: NOT_ALLOWED - vhost magnum not found)",
  ],
  [
    fromClient("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1"),
    "connect ECONNREFUSED 127.0.0.1:1",
  ],
])("says of %s what to do", (error, text) => {
  expect(brokerTrouble(error)).toBe(text);
});
