import {
  cancelStackUpdate,
  collect,
  createStack,
  deleteStack,
  findStack,
  findStackOutput,
  findStackResource,
  getStackResourceMetadata,
  getStackTemplate,
  HttpStatusError,
  listStackEvents,
  listStackOutputs,
  listStackResources,
  listStacks,
  patchStack,
  previewStack,
  signalStackResource,
  updateStack,
  validateTemplate,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";

const template = `
heat_template_version: 2018-08-31
parameters:
  count: { type: number, default: 1 }
resources:
  handle: { type: "OS::Heat::WaitConditionHandle" }
  group:
    type: OS::Heat::ResourceGroup
    properties:
      count: { get_param: count }
      resource_def: { type: one.yaml }
outputs:
  names: { value: { get_attr: [group, refs] } }
`;
const files = {
  "one.yaml": `
heat_template_version: 2018-08-31
resources:
  value: { type: "OS::Heat::Value", properties: { value: v } }
`,
};

async function play(...[session, pause]: Parameters<Scenario<unknown>["play"]>) {
  const heat = session.service("orchestration");
  const name = "recorded-stack";
  const settled = async () => {
    for (;;) {
      const stack = await findStack(heat, name, { resolveOutputs: false });
      if (stack === undefined || !stack.stackStatus.endsWith("IN_PROGRESS")) return stack;
      await pause(1000);
    }
  };
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: unknown) => (HttpStatusError.isInstance(error) ? error : undefined),
    );
  const request = { name, template, files, tags: ["recorded", "twice"], timeoutMinutes: 5 };

  const preview = await previewStack(heat, request);
  const { id } = await createStack(heat, request);
  const exists = await failure(createStack(heat, request));
  const created = await settled();
  const listed = await collect(listStacks(heat, { tags: ["recorded"], pageSize: 1 }));
  const nested = await collect(listStacks(heat, { showNested: true, status: "CREATE_COMPLETE" }));
  const resources = await listStackResources(heat, name, { nestedDepth: 2 });
  await signalStackResource(heat, name, "handle", { status: "SUCCESS", id: "node-1" });
  const metadata = await getStackResourceMetadata(heat, name, "handle");
  await patchStack(heat, name, { parameters: { count: 2 }, tags: ["recorded"] });
  const patched = await settled();
  await updateStack(heat, id, { template, files });
  const updated = await settled();
  const notUpdating = await failure(cancelStackUpdate(heat, name));
  const outputs = await listStackOutputs(heat, name);
  const output = await findStackOutput(heat, name, "names");
  const events = await collect(listStackEvents(heat, name, { pageSize: 5 }));
  const made = await getStackTemplate(heat, name);
  const absentResource = await findStackResource(heat, name, "no such resource");
  const absentOutput = await findStackOutput(heat, name, "no such output");
  const handle = await findStackResource(heat, name, "handle");
  const deleted = await deleteStack(heat, name);
  const gone = await settled();
  return {
    preview,
    id,
    exists,
    created,
    listed,
    nested,
    resources,
    metadata,
    patched,
    updated,
    notUpdating,
    outputs,
    output,
    events,
    made,
    handle,
    deleted,
    gone,
    absentResource,
    absentOutput,
    deletedAgain: await deleteStack(heat, name),
    absent: await findStack(heat, "no such stack"),
    validated: await validateTemplate(heat, { template, files }),
    invalid: await failure(
      validateTemplate(heat, {
        template: "heat_template_version: 2018-08-31\nresources: { a: { type: 'OS::No' } }",
      }),
    ),
  };
}

export const orchestration = { cloud: "demo", play };
