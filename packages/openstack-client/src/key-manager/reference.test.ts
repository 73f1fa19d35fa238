import { expect, it } from "vitest";
import { InvalidRequestError } from "../errors/caller-errors.ts";
import { idOfReference } from "./reference.ts";

const ID = "0b1c2d3e-0000-4000-8000-0123456789ab";

it.each([
  `https://barbican.example.org:9311/v1/containers/${ID}`,
  `http://[::1]/v1/containers/${ID}/`,
  `http://cloud.example.org/key-manager/v1/containers/${ID}`,
])("a reference tells its object's id, wherever its host is: %s", (reference) => {
  expect(idOfReference("container", reference)).toBe(ID);
});

it.each([
  "",
  ID,
  `http://host/v1/secrets/${ID}`,
  `http://host/v1/containers/${ID}/consumers`,
  `http://host/v1/containers/${ID}?x=/v1/containers/${ID}`,
  `http://host/v1/containers/${ID}#`,
  `http://host/v1/containers/../secrets/${ID}`,
  `http://host/%2e%2e/v1/containers/${ID}`,
  "http://host/v1/containers/../../v3/users",
  `http://host/v1/containers/${ID}\n`,
  `file:///v1/containers/${ID}`,
  `http://host/v1/containers/${ID.toUpperCase()}`,
])("nothing else is taken for one: %j", (reference) => {
  expect(() => idOfReference("container", reference)).toThrow(InvalidRequestError);
});
