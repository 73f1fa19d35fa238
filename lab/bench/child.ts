import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A child that speaks over its channel, and ends when that is closed. */
export interface Child<Message, Question = never> {
  /** What it said first. */
  readonly first: Message;
  /** Asks it, and waits for what it says. */
  ask(question?: Question): Promise<Message>;
  stop(): Promise<void>;
}

/** Starts one of this folder's programs and waits until it speaks. */
export async function startChild<Message, Question extends number | string = never>(
  file: string,
  args: readonly string[] = [],
): Promise<Child<Message, Question>> {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: ["--conditions=@jeroboam/source"],
  });
  return {
    first: await said<Message>(child),
    ask(question) {
      const answer = said<Message>(child);
      child.send(question ?? "tell");
      return answer;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

async function said<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const onExit = () => ended.abort(new Error(`${child.spawnfile} ended`));
  child.once("exit", onExit);
  try {
    const [message] = await once(child, "message", { signal: ended.signal });
    return message as Message;
  } finally {
    child.off("exit", onExit);
  }
}
