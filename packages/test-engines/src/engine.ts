/** A server that runs for one test alone: on loopback, with a folder and a port of its own. */
export interface Engine {
  /** Always 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  /** Where it keeps its data, configuration and log. */
  readonly folder: string;
  /** What the service's own options take. */
  readonly url: string;
  /** Ends it as kill -9 does; its data stay. */
  kill(): Promise<void>;
  /** Starts it again, with the same port and data; nothing when it runs. */
  start(): Promise<void>;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

/** A database server, which also makes databases. */
export interface DatabaseEngine extends Engine {
  /** Answers the new database's url. Its collation is the server's: by a language, not by bytes. */
  createDatabase(name: string): Promise<string>;
}

/** Several database servers that are one database. */
export interface DatabaseCluster {
  readonly nodes: readonly Engine[];
  /** Answers the new database's url on each node, in their order. */
  createDatabase(name: string): Promise<readonly string[]>;
  /** Whether the node is with the majority and has what that has. */
  isIn(node: Engine): Promise<boolean>;
  /** Cuts a node off from the others, which go on without it, or lets it come back; both see that later. */
  isolate(node: Engine, isCutOff: boolean): Promise<void>;
  /** Stops a node where it is, its connections stay, or lets it go on. */
  freeze(node: Engine, isStopped: boolean): void;
  stop(): Promise<void>;
}

/** Several nodes of a message broker that are one. */
export interface BrokerCluster {
  readonly nodes: readonly Engine[];
  /** The node that leads a quorum queue, as one that runs says. */
  leaderOf(queue: string, asked: Engine): Promise<Engine | undefined>;
  stop(): Promise<void>;
}

/** Says in one line which program this machine lacks, and which Debian package has it. */
export interface Missing {
  readonly missing: string;
}

export interface EngineOptions {
  /** Waits for the disk at each commit. Default false: what was committed outlives the server, not the machine. */
  readonly durable?: boolean;
}

export function isMissing(started: object): started is Missing {
  return "missing" in started;
}
