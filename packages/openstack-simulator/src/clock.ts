/**
 * How simulated time passes.
 *
 * `scaled`: `factor` simulated milliseconds pass in one real millisecond; dates shown by the API stay
 * real, since clients compare them with their own clock. `manual`: time stands still until `advance`.
 */
export type ClockOptions =
  | { readonly mode: "scaled"; readonly factor: number }
  | { readonly mode: "manual"; readonly startAt?: Date };

/** Something that will happen; `cancel` makes it not happen. */
export interface Timer {
  cancel(): void;
}

interface Entry {
  readonly dueMs: number;
  readonly order: number;
  readonly task: () => void;
  cancelled: boolean;
}

/** Simulated time: one queue of things to come, run in order of their due time. */
export class SimulatorClock {
  readonly mode: ClockOptions["mode"];
  readonly #factor: number;
  readonly #startedAt: number;
  #nowMs = 0;
  #order = 0;
  #queue: Entry[] = [];
  #wake: NodeJS.Timeout | undefined;
  #running = false;
  #closed = false;

  constructor(options: ClockOptions) {
    this.mode = options.mode;
    this.#factor = options.mode === "scaled" ? options.factor : 0;
    this.#startedAt =
      options.mode === "manual" ? (options.startAt?.getTime() ?? Date.now()) : Date.now();
  }

  /** Simulated milliseconds since the start. */
  now(): number {
    if (this.mode === "manual" || this.#running) return this.#nowMs;
    return (Date.now() - this.#startedAt) * this.#factor;
  }

  /** The date that API replies show. */
  date(): Date {
    return this.mode === "manual" ? new Date(this.#startedAt + this.#nowMs) : new Date();
  }

  /** Runs `task` once, `delayMs` simulated milliseconds from now. */
  after(delayMs: number, task: () => void): Timer {
    const entry: Entry = {
      dueMs: this.now() + Math.max(0, delayMs),
      order: (this.#order += 1),
      task,
      cancelled: false,
    };
    const place = this.#queue.findIndex((other) => other.dueMs > entry.dueMs);
    if (place === -1) this.#queue.push(entry);
    else this.#queue.splice(place, 0, entry);
    this.#schedule();
    return {
      cancel: () => {
        entry.cancelled = true;
        this.#queue = this.#queue.filter((other) => other !== entry);
      },
    };
  }

  /** Resolves `delayMs` simulated milliseconds from now. */
  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /**
   * Lets time pass on a manual clock.
   *
   * @throws {Error} when the clock is scaled, which runs by itself.
   */
  advance(byMs: number): void {
    if (this.mode !== "manual") throw new Error("only a manual clock can be advanced");
    this.#runUntil(this.#nowMs + byMs);
  }

  /**
   * Lets time pass on a manual clock, step by step, until `isDone`.
   *
   * @returns Whether it was done within `limitMs` simulated milliseconds.
   */
  advanceUntil(isDone: () => boolean, limitMs: number): boolean {
    const limit = this.#nowMs + limitMs;
    while (!isDone()) {
      const next = this.#queue[0];
      if (!next || next.dueMs > limit) return false;
      this.advance(next.dueMs - this.#nowMs);
    }
    return true;
  }

  /** Drops everything to come. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    clearTimeout(this.#wake);
  }

  #runUntil(endMs: number): void {
    this.#running = true;
    try {
      for (let next = this.#queue[0]; next && next.dueMs <= endMs; next = this.#queue[0]) {
        this.#queue.shift();
        this.#nowMs = Math.max(this.#nowMs, next.dueMs);
        if (!next.cancelled) next.task();
      }
      this.#nowMs = Math.max(this.#nowMs, endMs);
    } finally {
      this.#running = false;
    }
  }

  #schedule(): void {
    const next = this.#queue[0];
    if (this.mode === "manual" || this.#closed || this.#running || !next) return;
    clearTimeout(this.#wake);
    this.#wake = setTimeout(
      () => {
        this.#runUntil((Date.now() - this.#startedAt) * this.#factor);
        this.#schedule();
      },
      Math.max(0, (next.dueMs - this.now()) / this.#factor),
    );
  }
}
