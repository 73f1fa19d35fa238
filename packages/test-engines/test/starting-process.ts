import { startMariaDb } from "../src/index.ts";

console.log(JSON.stringify(await startMariaDb()));
// Until it is killed.
setInterval(() => {}, 1000);
