// Loaded first in programs that tests start: what secrets they make is told to the test.
import { rememberSecrets } from "./remembered-secrets.ts";

rememberSecrets();
