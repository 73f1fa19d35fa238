import { defineConfig } from "tsup";
// @boundaries-ignore every package shares these settings
import { base } from "../../tsup.config.base.ts";

export default defineConfig(base);
