import type { MagnumOption } from "./magnum-option.ts";
import { API_OPTIONS } from "./options/api-options.ts";
import { BACKING_OPTIONS } from "./options/backing-options.ts";
import { CLUSTER_OPTIONS } from "./options/cluster-options.ts";
import { DEFAULT_OPTIONS } from "./options/default-options.ts";
import { KEYSTONE_OPTIONS } from "./options/keystone-options.ts";

/**
 * Every option of magnum.conf that is known, from Newton on.
 *
 * @upstream magnum/conf/
 */
export const MAGNUM_OPTIONS: readonly MagnumOption[] = [
  ...DEFAULT_OPTIONS,
  ...API_OPTIONS,
  ...BACKING_OPTIONS,
  ...CLUSTER_OPTIONS,
  ...KEYSTONE_OPTIONS,
];
