import type { OperationMeter } from "./metered-store.ts";
import { operationMetrics } from "./operation-metrics.ts";
import { storedMetric } from "./stored-metric.ts";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

/** One answered request, as the API tells of it. */
export interface AnsweredRequest {
  /** The path as it is declared, such as `/v1/clusters/:cluster_id`. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly elapsedMs: number;
}

/** What is read anew whenever the metrics are read. */
export interface MetricSources {
  /** Calls to the cloud since the beginning, by service. */
  cloudCalls(): Readonly<Record<string, number>>;
  /** Operations that the broker has not taken yet; where undefined there is no broker. */
  outboxDepth?(): Promise<number>;
  /** When the first of all clusters' certificate authorities ends. */
  firstAuthorityEnd?(): Promise<Date | undefined>;
}

/** Figures of one process in Prometheus' text format. */
export interface Metrics {
  readonly contentType: string;
  readonly operations: OperationMeter;
  requestAnswered(request: AnsweredRequest): void;
  /** The text for whoever collects it. */
  render(): Promise<string>;
}

/** From a list that comes out of a cache to a create that waits for a slow cloud. */
const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Makes the figures of a process; several of them do not know of each other. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "jeroboam_http_request_duration_seconds",
    help: "Answered requests of the API and how long they took.",
    labelNames: ["route", "method", "status"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const calls = new Counter({
    name: "jeroboam_cloud_calls_total",
    help: "Requests sent to the services of the cloud, each try counted.",
    labelNames: ["service"],
    registers,
    collect() {
      calls.reset();
      for (const [service, count] of Object.entries(sources.cloudCalls()))
        calls.inc({ service }, count);
    },
  });
  const { outboxDepth, firstAuthorityEnd } = sources;
  if (outboxDepth)
    storedMetric(
      registry,
      {
        name: "jeroboam_outbox_messages",
        help: "Operations that are to be handed to the broker and that it has not confirmed yet.",
      },
      outboxDepth,
    );
  if (firstAuthorityEnd)
    storedMetric(
      registry,
      {
        name: "jeroboam_first_authority_end_timestamp_seconds",
        help: "When the first of all clusters' certificate authorities ends; NaN where there is none.",
      },
      async () => ((await firstAuthorityEnd())?.getTime() ?? Number.NaN) / 1000,
    );
  return {
    contentType: registry.contentType,
    operations: operationMetrics(registry),
    requestAnswered: ({ route, method, status, elapsedMs }) =>
      requests.observe({ route, method, status }, elapsedMs / 1000),
    render: () => registry.metrics(),
  };
}
