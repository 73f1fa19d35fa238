const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;

/** Wraps DER as PEM with the line length that every tool reads, ending in a newline. */
export function encodePem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** The bytes of the first block that has one of the labels; text around the blocks is skipped. */
export function decodePem(text: string, labels: readonly string[]): Buffer | undefined {
  for (const [, label = "", body = ""] of text.matchAll(BLOCK)) {
    if (labels.includes(label)) return Buffer.from(body, "base64");
  }
  return undefined;
}
