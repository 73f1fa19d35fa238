import { messageOf } from "@jeroboam/core";

/** What a broker says who is there and lets nobody in. */
const REFUSALS: Readonly<Record<string, string>> = {
  ACCESS_REFUSED: "it refused the login; check the user, the password and the rights",
  NOT_ALLOWED: "it refused the virtual host; check its name and the user's rights there",
};
const WHERE = "in transport_url of magnum.conf or JEROBOAM_TRANSPORT_URL";

/** Why there is no connection to the message broker, and what to do where waiting does not help. */
export function brokerTrouble(error: unknown): string {
  // The client puts the method that was refused before the broker's words, or `undefined`.
  const words = messageOf(error)
    .replace(/^undefined: /, "")
    .replace(/\.+$/, "");
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const refusal = REFUSALS[code];
  return refusal === undefined ? words : `${refusal} ${WHERE} (${words})`;
}
