// In every test file: no key, password or token that it made may be in what it wrote.
import { afterAll } from "vitest";
import { takeLeaks, watch } from "./leaks.ts";

watch();

afterAll(() => {
  const leaks = takeLeaks();
  if (leaks.length > 0)
    throw new Error(`a private key, a password or a token was written to ${leaks.join(", ")}`);
});
