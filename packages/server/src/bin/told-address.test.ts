import { expect, it } from "vitest";
import { unreachableReason } from "./told-address.ts";

it.each([
  ["http://127.0.0.1:9511/v1", "this machine's own"],
  ["http://127.1.2.3/v1", "this machine's own"],
  ["http://localhost:9511/v1", "this machine's own"],
  ["http://[::1]:9511/v1", "this machine's own"],
  ["http://api.localhost/v1", "this machine's own"],
  ["http://0.0.0.0:9511/v1", "every address"],
  ["http://[::]:9511/v1", "every address"],
  ["http://10.0.0.1:0/v1", "port"],
  ["10.0.0.1:9511", "no URL"],
])("no node reaches %s", (url, reason) => {
  expect(unreachableReason(url)).toContain(reason);
});

it.each(["https://cloud.example:9511/v1", "http://10.0.0.1/v1", "http://127.example.org/v1"])(
  "nothing is said against %s",
  (url) => {
    expect(unreachableReason(url)).toBeUndefined();
  },
);
