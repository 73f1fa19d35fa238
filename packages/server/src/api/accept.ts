interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

const RANGE = /^\s*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)\s*((?:;[^;]*)*)$/;

/**
 * The one of the offered media types that a caller likes best, in the order of the offers where it
 * likes several alike; undefined where it takes none of them. Without a header, or with one that
 * cannot be read, the first is taken.
 */
export function preferredType<Offer extends string>(
  accept: string | undefined,
  offers: readonly [Offer, ...Offer[]],
): Offer | undefined {
  const ranges = accept === undefined ? undefined : parseAccept(accept);
  if (!ranges) return offers[0];
  const liked = offers.map((offer) => ({ offer, quality: qualityOf(offer, ranges) }));
  const [best] = liked.toSorted((one, other) => other.quality - one.quality);
  return best && best.quality > 0 ? best.offer : undefined;
}

/** The most exact range counts, not the most generous. */
function qualityOf(offer: string, ranges: readonly MediaRange[]): number {
  const [kind = ""] = offer.split("/");
  for (const pattern of [offer, `${kind}/*`, "*/*"]) {
    const range = ranges.find(({ type }) => type === pattern);
    if (range) return range.quality;
  }
  return 0;
}

function parseAccept(header: string): readonly MediaRange[] | undefined {
  if (header.trim() === "") return undefined;
  const ranges: MediaRange[] = [];
  for (const part of header.split(",")) {
    const [, type, parameters = ""] = RANGE.exec(part) ?? [];
    if (type === undefined) return undefined;
    const quality = /;\s*q=\s*([\d.]+)/i.exec(parameters)?.[1];
    ranges.push({ type: type.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) });
  }
  return ranges;
}
