import type { Options } from "tsup";

/** What every package's bundle has in common; declarations come from `tsc`. */
export const base: Options = {
  entry: ["src/index.ts"],
  format: ["esm"],
  platform: "node",
  target: "node22",
  sourcemap: true,
  clean: true,
  dts: false,
};
