import { createIndex, createTable, type TableBuilder } from "./table-builder.ts";

/** Credentials that nodes may still log in with while a new one is handed to them. */
export async function addFormerCredentials(builder: TableBuilder): Promise<void> {
  await createTable(
    builder,
    "formerCredentials",
    { loginId: "text", clusterUuid: "text", operationUuid: "text", sealed: "longText" },
    { primary: ["loginId"] },
  );
  await createIndex(builder, "formerCredentials", ["clusterUuid"]);
}
