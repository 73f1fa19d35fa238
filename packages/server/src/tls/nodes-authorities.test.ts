import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/jeroboam-command.ts";
import { canSign, selfSigned } from "@jeroboam/test-engines";
import { readNodesAuthorities } from "./nodes-authorities.ts";

if (!canSign) console.log("skipped: no openssl here makes certificates");

it.skipIf(!canSign)(
  "are read without what stands beside them, and refused where they are many",
  () => {
    const folder = temporaryFolder();
    const { certFile, cert } = selfSigned(folder);
    expect(readNodesAuthorities({})).toBeUndefined();
    const nodesCaFile = join(folder, "ca.pem");
    writeFileSync(nodesCaFile, `# @ROLE@ of the cloud\n${cert}`);
    expect(readNodesAuthorities({ nodesCaFile })).toBe(cert);
    writeFileSync(nodesCaFile, readFileSync(certFile, "utf8").repeat(20));
    expect(() => readNodesAuthorities({ nodesCaFile })).toThrow(/ca\.pem cannot be given to nodes/);
    writeFileSync(nodesCaFile, "nothing");
    expect(() => readNodesAuthorities({ nodesCaFile })).toThrow("it holds no certificate in PEM");
  },
);
