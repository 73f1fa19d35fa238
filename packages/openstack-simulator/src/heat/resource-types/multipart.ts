import { isJsonObject, textOf } from "../../json.ts";

/** One part of a multi-part document. */
export interface MimePart {
  readonly content: string;
  readonly subtype: string;
  readonly filename: string | undefined;
}

const boundary = "===============7309741265483561529==";

function writePart(part: MimePart): string {
  const disposition =
    part.filename === undefined
      ? []
      : [`Content-Disposition: attachment; filename="${part.filename}"`];
  return [
    `Content-Type: text/${part.subtype}; charset="us-ascii"`,
    "MIME-Version: 1.0",
    "Content-Transfer-Encoding: 7bit",
    ...disposition,
    "",
    part.content,
  ].join("\n");
}

/** Writes a MIME document of several parts. */
function writeMultipart(parts: readonly MimePart[]): string {
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "MIME-Version: 1.0",
    "",
    ...parts.map((part) => `--${boundary}\n${writePart(part)}`),
    `--${boundary}--`,
    "",
  ].join("\n");
}

/** The document that the `parts` of a MultipartMime describe; configs are given by id or as text. */
export function multipartOf(
  parts: unknown,
  configById: (id: string) => string | undefined,
): string {
  const given = Array.isArray(parts) ? parts.filter(isJsonObject) : [];
  return writeMultipart(
    given.flatMap((part) => {
      const config = textOf(part["config"]);
      const content = configById(config) ?? config;
      if (part["type"] === "multipart") return innerParts(content);
      const filename = textOf(part["filename"]);
      return [
        {
          content,
          subtype: textOf(part["subtype"] ?? "") || subtypeOf(content),
          filename: filename === "" ? undefined : filename,
        },
      ];
    }),
  );
}

function subtypeOf(content: string): string {
  if (content.startsWith("#cloud-config")) return "cloud-config";
  if (content.startsWith("#cloud-boothook")) return "cloud-boothook";
  return content.startsWith("#!") ? "x-shellscript" : "plain";
}

function innerParts(document: string): MimePart[] {
  const mark = document.match(/boundary="([^"]+)"/)?.[1];
  if (mark === undefined) return [{ content: document, subtype: "plain", filename: undefined }];
  return document
    .split(`--${mark}`)
    .slice(1, -1)
    .map((text) => {
      const [head = "", ...rest] = text.trimStart().split("\n\n");
      return {
        content: rest.join("\n\n").replace(/\n$/, ""),
        subtype: head.match(/text\/([\w-]+)/)?.[1] ?? "plain",
        filename: head.match(/filename="([^"]+)"/)?.[1],
      };
    });
}
