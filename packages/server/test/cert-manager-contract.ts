import type { CertManager } from "@jeroboam/core";
import { CERT_MANAGER_PROMISES } from "@jeroboam/test-engines";
import { expect, it } from "vitest";

/**
 * Everything that a cert manager promises.
 *
 * @param left - How many things there are where it keeps them.
 */
export function certManagerContract(
  newManager: () => Promise<CertManager>,
  left: () => Promise<number>,
): void {
  it.each(Object.entries(CERT_MANAGER_PROMISES))("%s", async (_, keeps) => {
    await expect(keeps(await newManager(), left)).resolves.toBeUndefined();
  });
}
