export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
}

/** The way to one object: below /v1, and the short form that stays when versions change. */
export function linksTo(baseUrl: string, resource: string, name: string): readonly Link[] {
  return [
    { href: `${baseUrl}/v1/${resource}/${name}`, rel: "self" },
    { href: `${baseUrl}/${resource}/${name}`, rel: "bookmark" },
  ];
}
