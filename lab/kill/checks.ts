import { CERTIFICATE_CHECKS } from "./certificate-checks.ts";
import { CREDENTIAL_CHECKS } from "./credential-checks.ts";
import type { Check } from "./evidence.ts";
import { OPERATION_CHECKS } from "./operation-checks.ts";
import { PROMISE_CHECKS } from "./promise-checks.ts";
import { STACK_CHECKS } from "./stack-checks.ts";

/** Everything that must hold, however many processes were killed. */
export const CHECKS: Readonly<Record<string, Check>> = {
  ...OPERATION_CHECKS,
  ...PROMISE_CHECKS,
  ...STACK_CHECKS,
  ...CREDENTIAL_CHECKS,
  ...CERTIFICATE_CHECKS,
};
