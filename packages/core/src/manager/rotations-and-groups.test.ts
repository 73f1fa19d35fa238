import fc from "fast-check";
import { expect, it } from "vitest";
import { nodeLogin } from "../cloud/credential.ts";
import type { DriverContext, OperationRequest } from "../driver/contract.ts";
import { phaseOf } from "../state/status.ts";
import { fakeDriver, type FakeServices } from "../testing/fake-driver.ts";
import { unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";

type Bench = ReturnType<typeof managerBench>;
type Action = (bench: Bench) => Promise<unknown>;
interface Told {
  readonly login: string | undefined;
  readonly authority: string;
}

const nodeGroups = offered(fakeDriver.nodeGroups);
const certificates = offered(fakeDriver.certificates);
const credentials = offered(fakeDriver.credentials);

function offered<Facet>(facet: Facet | undefined): Facet {
  if (facet) return facet;
  throw new Error("the fake driver lacks a facet");
}

/** A bench that knows what the nodes of each stack were told last, and has requests come in between. */
function openBench() {
  const told = new Map<string, Told>();
  const meanwhile: Action[] = [];
  async function telling<Answer>(
    { credential, certificates: authorities }: DriverContext<FakeServices>,
    { cluster }: OperationRequest,
    uuids: readonly string[],
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const login = credential && nodeLogin(credential).id;
    const authority = await authorities.caCertificatePem(cluster.uuid);
    await meanwhile.shift()?.(bench).catch(refusedAlone);
    const answer = await ask();
    for (const uuid of uuids)
      if (bench.stacks.byCluster.has(uuid)) told.set(uuid, { login, authority });
    return answer;
  }
  const all = ({ cluster }: OperationRequest) =>
    [cluster, ...cluster.nodeGroups].map((one) => one.uuid);
  const bench: Bench = managerBench({
    givesCredentials: true,
    driver: {
      ...fakeDriver,
      createCluster: (context, request) =>
        telling(context, request, [request.cluster.uuid], () =>
          fakeDriver.createCluster(context, request),
        ),
      nodeGroups: {
        ...nodeGroups,
        createNodeGroup: (context, request) =>
          telling(context, request, [request.nodeGroup.uuid], () =>
            nodeGroups.createNodeGroup(context, request),
          ),
      },
      certificates: {
        rotateCaCertificate: (context, request) =>
          telling(context, request, all(request), () =>
            certificates.rotateCaCertificate(context, request),
          ),
      },
      credentials: {
        rotateCredential: (context, request) =>
          telling(context, request, all(request), () =>
            credentials.rotateCredential(context, request),
          ),
      },
    },
  });
  return { bench, told, meanwhile };
}

function refusedAlone(error: { readonly code?: string }): void {
  if (!error.code?.startsWith("JRB_") || error.code === "JRB_INTERNAL") throw error;
}

const action: fc.Arbitrary<Action> = fc.constantFrom<Action>(
  ({ manager }) => manager.nodeGroups.create("c1", { name: "big", nodeCount: 1 }),
  ({ manager }) => manager.nodeGroups.create("c1", { name: "small", nodeCount: 1 }),
  ({ manager }) => manager.nodeGroups.delete("c1", "big"),
  ({ manager }) => manager.clusters.rotateCaCertificate("c1"),
  ({ manager }) => manager.clusters.rotateCaCertificate("c1", { phase: "prepare" }),
  ({ manager }) => manager.clusters.rotateCaCertificate("c1", { phase: "complete" }),
  ({ manager }) => manager.clusters.rotateCredential("c1"),
  ({ manager }) => manager.clusters.cancel("c1"),
  ({ manager }) => manager.clusters.retry("c1"),
  ({ manager }) => manager.runDueOperations(),
  (bench) => bench.settle(),
  async ({ clock }) => clock.advance(5000),
  async ({ stacks }) => stacks.faults.push(unavailable()),
  async ({ stacks }) => stacks.faults.push(new Error("refused")),
);

it("after any sequence of rotations and node groups nodes have a login that counts, and know who signs", async () => {
  const step = fc.record({ action, waits: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const { bench, told, meanwhile } = openBench();
      await bench.template();
      await bench.create();
      await bench.settle();
      for (const each of steps)
        if (each.waits) meanwhile.push(each.action);
        else await each.action(bench).catch(refusedAlone);
      bench.stacks.faults.length = 0;
      await bench.settle();
      const { uuid, status } = await bench.manager.clusters.get("c1");
      const [signing = ""] = (await bench.manager.clusters.caCertificate("c1")).split("-----END");
      // A rotation that failed is shown, and both authorities stay until it is tried again.
      const known = phaseOf(status) === "COMPLETE" ? signing : "";
      for (const stack of bench.stacks.byCluster.keys()) {
        const { login = "", authority } = told.get(stack) ?? { authority: "" };
        expect([...bench.cloud.held.keys()], `${stack} of ${uuid}`).toContain(login);
        expect(authority).toContain(known);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
