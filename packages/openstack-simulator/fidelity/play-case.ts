import { z } from "zod";
import type { FidelityCase, FidelityStep } from "./fidelity-case.ts";
import type { FidelityRecord, ResourceRecord, StepRecord } from "./fidelity-record.ts";
import type { HeatAnswer, HeatEndpoint } from "./heat-endpoint.ts";
import { mask } from "./mask.ts";
import { requestStep } from "./requests.ts";
import {
  type EventView,
  type ResourceView,
  type StackView,
  viewEvents,
  viewResources,
  viewStack,
} from "./stack-view.ts";

const maximumPolls = 1500;

const errorSchema = z.object({ error: z.object({ type: z.string(), message: z.string() }) });

const createdSchema = z.object({ stack: z.object({ id: z.string() }) });

const previewSchema = z.object({
  stack: z.object({
    resources: z.array(z.looseObject({ resource_name: z.string(), resource_type: z.string() })),
  }),
});

const listSchema = z.object({
  stacks: z.array(
    z.object({
      stack_name: z.string(),
      stack_status: z.string(),
      stack_status_reason: z.string(),
      parent: z.string().nullable(),
      deletion_time: z.string().nullable(),
      tags: z.array(z.string()).nullable(),
    }),
  ),
  links: z.array(z.object({ rel: z.string() })).optional(),
});

const changesSchema = z.object({
  resource_changes: z.record(z.string(), z.array(z.looseObject({ resource_name: z.string() }))),
});

/** What is compared of an answer that is not about the case's own stack. */
function answerOf(step: FidelityStep, body: unknown): unknown {
  if (step.do === "validate") return body;
  if (step.do === "preview") {
    return previewSchema
      .parse(body)
      .stack.resources.toSorted((one, other) => (one.resource_name < other.resource_name ? -1 : 1))
      .map(({ resource_name, resource_type, properties }) => ({
        resource_name,
        resource_type,
        properties,
      }));
  }
  if (step.do === "list") {
    const { stacks, links } = listSchema.parse(body);
    return { stacks, hasNextPage: links?.some(({ rel }) => rel === "next") ?? false };
  }
  if (step.do === "preview-update") {
    const { resource_changes } = changesSchema.parse(body);
    return Object.fromEntries(
      Object.entries(resource_changes).map(([kind, resources]) => [
        kind,
        resources.map((one) => one.resource_name).toSorted(),
      ]),
    );
  }
  return undefined;
}

/** One case being played: what is remembered from step to step. */
class CasePlayer {
  readonly #heat: HeatEndpoint;
  readonly #case: FidelityCase;
  #stackId: string | undefined;
  #template: unknown;
  #resources: readonly ResourceView[] = [];
  #stackPaths: ReadonlyMap<string, string> = new Map();
  readonly #seenEvents = new Set<string>();
  readonly #names = new Map<string, string>();

  constructor(heat: HeatEndpoint, played: FidelityCase) {
    this.#heat = heat;
    this.#case = played;
    this.#names.set(heat.projectId, "project");
  }

  get #stackName(): string {
    return `fid-${this.#case.name}`;
  }

  get #key(): string {
    return this.#stackId === undefined ? this.#stackName : `${this.#stackName}/${this.#stackId}`;
  }

  async play(): Promise<FidelityRecord> {
    const steps: StepRecord[] = [];
    await this.#clear();
    try {
      for (const step of this.#case.steps) steps.push(await this.#step(step));
      this.#refuseStrangers(steps);
      return { steps };
    } finally {
      await this.#clear();
    }
  }

  /** In a shared cloud somebody else may answer the wait conditions. */
  #refuseStrangers(steps: readonly StepRecord[]): void {
    const sent = this.#case.steps.filter((step) => step.do === "signal").length;
    const heard = steps
      .flatMap((step) => Object.values(step.events ?? {}).flat())
      .filter((event) => event.startsWith("SIGNAL_COMPLETE")).length;
    if (heard > sent) throw new Error(`${this.#stackName} was signalled by somebody else`);
  }

  async #clear(): Promise<void> {
    const names = new Set(this.#case.steps.map((step) => step.stack ?? this.#stackName));
    for (const name of names) {
      const found = await this.#heat.call("GET", `/stacks?name=${name}`);
      const { stacks } = z
        .object({ stacks: z.array(z.object({ id: z.string() })) })
        .parse(found.body);
      for (const { id } of stacks) await this.#delete(`${name}/${id}`);
      await this.#untilFree(name);
    }
  }

  /** A name is free a moment after its stack shows itself deleted. */
  #untilFree(name: string): Promise<void> {
    return this.#poll(
      async () => (await this.#heat.call("GET", `/stacks/${name}`)).status === 404,
      `the name ${name}`,
    );
  }

  async #delete(key: string): Promise<void> {
    await this.#heat.call("DELETE", `/stacks/${key}`);
    await this.#poll(async () => {
      const status = (await viewStack(this.#heat, key))?.stack_status;
      if (status === "DELETE_FAILED") await this.#heat.call("DELETE", `/stacks/${key}`);
      return status === undefined || status === "DELETE_COMPLETE";
    }, `the end of ${key}`);
  }

  async #poll(isDone: () => Promise<boolean>, what: string): Promise<void> {
    for (let polls = 0; polls < maximumPolls; polls += 1) {
      if (await isDone()) return;
      await this.#heat.pause();
    }
    throw new Error(`${this.#case.name}: gave up waiting for ${what}`);
  }

  async #look(): Promise<StackView | undefined> {
    const stack = await viewStack(this.#heat, this.#key);
    if (!stack) return undefined;
    const { resources, stackPaths } = await viewResources(this.#heat, this.#key);
    this.#resources = resources;
    this.#stackPaths = stackPaths;
    this.#names.set(stack.id, "stack");
    for (const { path, physicalId } of resources) {
      if (/^[0-9a-f-]{32,36}$/.test(physicalId)) this.#names.set(physicalId, path);
    }
    return stack;
  }

  async #settle(step: FidelityStep): Promise<void> {
    await this.#poll(
      async () => {
        if (step.until !== undefined) {
          const [path, state] = step.until.split(" ");
          const { resources } = await viewResources(this.#heat, this.#key);
          return resources.some((one) => one.path === path && one.status === state);
        }
        const status = (await viewStack(this.#heat, this.#key))?.stack_status;
        if (status === undefined) return true;
        if (status.endsWith("_IN_PROGRESS")) return false;
        return !(step.rollback && status.endsWith("_FAILED") && !status.startsWith("ROLLBACK"));
      },
      `step ${step.do} ${step.until ?? ""}`,
    );
  }

  async #step(step: FidelityStep): Promise<StepRecord> {
    if (step.template !== undefined) this.#template = step.template;
    const answer = await requestStep(step, {
      heat: this.#heat,
      stackName: step.stack ?? this.#stackName,
      key: step.stack ?? this.#key,
      template: step.do === "patch" ? step.template : this.#template,
      resources: this.#resources,
      stack: () => viewStack(this.#heat, this.#key),
    });
    const record = this.#answer(step, answer);
    const isElsewhere = ["list", "preview", "preview-update", "validate"].includes(step.do);
    if (answer.status >= 300 || isElsewhere || step.stack !== undefined) return record;
    if (step.do === "create") this.#stackId = createdSchema.parse(answer.body).stack.id;
    const before = new Map(this.#resources.map((one) => [one.path, one.physicalId]));
    await this.#settle(step);
    if (step.do === "delete") await this.#untilFree(this.#stackName);
    if (step.until !== undefined) {
      await this.#look();
      return record;
    }
    return { ...record, ...(await this.#state(step, before)) };
  }

  #answer(step: FidelityStep, { status, body }: HeatAnswer): StepRecord {
    const name = step.note === undefined ? step.do : `${step.do}: ${step.note}`;
    const error = errorSchema.safeParse(body);
    if (error.success) {
      return { step: name, http: status, error: this.#mask(error.data.error) };
    }
    const answer = status < 300 ? answerOf(step, body) : undefined;
    return {
      step: name,
      http: status,
      ...(answer === undefined ? {} : { answer: this.#mask(answer) }),
    };
  }

  #mask<T>(value: T): T {
    return mask(value, { caseText: this.#case.text, names: this.#names }) as T;
  }

  async #state(
    step: FidelityStep,
    before: ReadonlyMap<string, string>,
  ): Promise<Partial<StepRecord>> {
    const stack = await this.#look();
    if (!stack || stack.stack_status === "DELETE_COMPLETE") {
      this.#stackId = undefined;
      this.#resources = [];
      return { stack: { status: "DELETE_COMPLETE", reason: "" } };
    }
    const events = (await viewEvents(this.#heat, this.#key, this.#stackPaths)).filter(
      (event) => !this.#seenEvents.has(event.id),
    );
    for (const { id } of events) this.#seenEvents.add(id);
    const told = events.map((event) => ({ path: event.path, text: this.#eventText(event) }));
    const byPath: Record<string, string[]> = {};
    for (const { path, text } of told) (byPath[path] ??= []).push(text);
    return {
      stack: {
        status: stack.stack_status,
        reason: this.#mask(stack.stack_status_reason ?? ""),
      },
      resources: Object.fromEntries(
        this.#resources
          .toSorted((one, other) => (one.path < other.path ? -1 : 1))
          .map((one) => [one.path, this.#resource(one, before.get(one.path))]),
      ),
      outputs: this.#outputs(stack),
      events: Object.fromEntries(
        Object.entries(byPath).toSorted(([one], [other]) => (one < other ? -1 : 1)),
      ),
      ...(step.ordered ? { order: told.map(({ path, text }) => `${path} ${text}`) } : {}),
    };
  }

  #eventText({ status, reason }: EventView): string {
    const isPlain = reason === "" || reason === "state changed";
    return isPlain ? status : `${status} ${this.#mask(reason)}`;
  }

  #resource(view: ResourceView, before: string | undefined): ResourceRecord {
    const { type, status, physicalId } = view;
    const isNew = before === undefined || before === "";
    const kept = physicalId === before ? "same" : "replaced";
    const identity = physicalId === "" ? "none" : isNew ? "new" : kept;
    return { type, status, reason: this.#mask(view.reason), identity };
  }

  #outputs(stack: StackView): Record<string, unknown> {
    const shown = (stack.outputs ?? [])
      .toSorted((one, other) => (one.output_key < other.output_key ? -1 : 1))
      .map(({ output_key, output_value, output_error }): [string, unknown] => {
        const isRandom = this.#case.random.includes(output_key) && typeof output_value === "string";
        const value = isRandom ? `<text of ${output_value.length}>` : this.#mask(output_value);
        return [
          output_key,
          output_error === undefined ? value : { value, error: this.#mask(output_error) },
        ];
      });
    return Object.fromEntries(shown);
  }
}

/** Plays a case against a Heat, and leaves no stack behind. */
export function playCase(heat: HeatEndpoint, played: FidelityCase): Promise<FidelityRecord> {
  return new CasePlayer(heat, played).play();
}
