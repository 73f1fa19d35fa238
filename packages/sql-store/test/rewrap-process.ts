// Gives the secrets of a database another key and tells of each batch, until it is done or killed.
import { parseDatabaseUrl, rewrapDatabase } from "../src/index.ts";
import { BOXES } from "./rewrap.ts";

const [, , url = ""] = process.argv;
await rewrapDatabase(parseDatabaseUrl(url), BOXES.both, () => process.stdout.write("batch\n"));
