const signalUrl = /https?:\/\/[^\s'"\\<>)]+/g;

function decodeGzipless(text: string): string[] {
  // Long runs of base64 inside a document are files that cloud-init writes or embedded parts.
  const runs = text.match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? [];
  return runs.map((run) => Buffer.from(run, "base64").toString("utf8"));
}

/** The text of a server's user data and of what is embedded in it as base64. */
export function readableUserData(userData: string): string {
  const text = Buffer.from(userData, "base64").toString("utf8");
  const joined = text.replaceAll(/([A-Za-z0-9+/]{60,})\r?\n(?=[A-Za-z0-9+/=]{4,}(\r?\n|$))/g, "$1");
  return [text, ...decodeGzipless(joined)].join("\n");
}

/** A URL of a wait condition that stands in user data, and the token beside it. */
export interface SignalTarget {
  readonly url: string;
  readonly token: string | undefined;
}

/** Finds where a guest is told to signal: token endpoints and signed URLs of Heat's. */
export function signalTargets(userData: string, origin: string): readonly SignalTarget[] {
  return signalTargetsIn(readableUserData(userData), origin);
}

/** The same for user data that was made readable before. */
export function signalTargetsIn(userData: string, origin: string): readonly SignalTarget[] {
  const text = userData.replaceAll("&amp;", "&");
  const tokens = text.match(/gAAAAA[\w-]{20,}/g) ?? [];
  const urls = [...new Set(text.match(signalUrl) ?? [])].filter(
    (url) =>
      url.startsWith(origin) &&
      (/\/orchestration\/v1\/.*\/signal$/.test(url) ||
        /\/cloudformation\/v1\/(waitcondition|signal)\//.test(url)),
  );
  return urls.map((url, index) => ({ url, token: tokens[index] ?? tokens[0] }));
}
