import type { SqlValue } from "../schema.ts";

type Row = Readonly<Record<string, SqlValue>>;

/** A column that holds sealed secrets. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key. */
  readonly key: string;
  /** What a row's secret belongs to. */
  about(row: Row): string;
}

/** Every one of them; the marker is last, so that it tells when all others have the new key. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: "credentials",
    column: "sealed",
    key: "clusterUuid",
    about: (row) => credentialAbout(String(row["clusterUuid"])),
  },
  {
    table: "formerCredentials",
    column: "sealed",
    key: "loginId",
    about: ({ loginId, clusterUuid }) =>
      formerCredentialAbout({ loginId: String(loginId), clusterUuid: String(clusterUuid) }),
  },
  {
    table: "keyPairs",
    column: "sealedKey",
    key: "uuid",
    about: ({ uuid, clusterUuid, sealedAs = null }) =>
      keyPairAbout({
        uuid: String(uuid),
        clusterUuid: String(clusterUuid),
        sealedAs: sealedAs === null ? null : String(sealedAs),
      }),
  },
  { table: "secretMarkers", column: "sealed", key: "name", about: () => MARKER_ABOUT },
];

export const MARKER_ABOUT = "the marker of this database";

export function credentialAbout(clusterUuid: string): string {
  return `credential of cluster ${clusterUuid}`;
}

export function formerCredentialAbout(row: {
  readonly loginId: string;
  readonly clusterUuid: string;
}): string {
  return `former credential ${row.loginId} of cluster ${row.clusterUuid}`;
}

/** `sealedAs` is the name under which an earlier version sealed it. */
export function keyPairAbout(row: {
  readonly uuid: string;
  readonly clusterUuid: string;
  readonly sealedAs: string | null;
}): string {
  const { uuid, clusterUuid, sealedAs } = row;
  return sealedAs === null
    ? `key pair ${uuid} of cluster ${clusterUuid}`
    : `${sealedAs} of cluster ${clusterUuid}`;
}
