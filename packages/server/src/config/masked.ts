const SECRET = /password|secret$|token$/i;
const LIST_OF_HOSTS = /^(?:rabbit|kombu):/;

/** A setting as text that may be shown: without passwords, and URLs without their accounts. */
export function masked(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (SECRET.test(name)) return "***";
  if (typeof value === "string") return withoutAccounts(value);
  if (Array.isArray(value)) return value.map((one) => masked("", one)).join(", ");
  return JSON.stringify(value);
}

function withoutAccounts(text: string): string {
  // A password may hold slashes and colons, so that all before the last @ is hidden.
  return LIST_OF_HOSTS.test(text)
    ? text.replace(/(?<=:\/\/|,)[^,]*@/g, "***@")
    : text.replace(/(?<=:\/\/).*@/s, "***@");
}
