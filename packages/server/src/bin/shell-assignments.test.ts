import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellAssignments } from "./shell-assignments.ts";

describe("variables for a shell", () => {
  it("are exported, and set as csh does where that is the user's shell", () => {
    const variables = {
      DOCKER_HOST: "tcp://192.0.2.1:2376",
      DOCKER_CERT_PATH: "/home/me/my swarm",
    };
    expect(shellAssignments(variables, "/bin/bash")).toBe(
      "export DOCKER_HOST=tcp://192.0.2.1:2376\nexport DOCKER_CERT_PATH='/home/me/my swarm'\n",
    );
    expect(shellAssignments(variables, "/bin/tcsh")).toBe(
      "setenv DOCKER_HOST tcp://192.0.2.1:2376\nsetenv DOCKER_CERT_PATH '/home/me/my swarm'\n",
    );
  });

  it("have in the shell the value that they had here", () => {
    const characters = fc.constantFrom(...Array.from("ab '\"\\$`!*;&|<>(){}[]#~\n\té"));
    const text = fc.string({ unit: characters });
    fc.assert(
      fc.property(text, (value) => {
        const script = `${shellAssignments({ VALUE: value }, undefined)}printf %s "$VALUE"`;
        expect(execFileSync("sh", ["-c", script]).toString()).toBe(value);
      }),
      { numRuns: 50 },
    );
  });
});
