import ora, { type Ora } from "ora";

/** Says what goes on: a spinner in a terminal, plain lines elsewhere. */
export interface Progress {
  begin(text: string): void;
  update(text: string): void;
  done(text: string): void;
  fail(text: string): void;
}

export function createProgress(stream: NodeJS.WriteStream): Progress {
  // A terminal that says it has no columns would make the spinner clear lines for ever.
  return stream.isTTY && stream.columns > 0 ? spinner(ora({ stream })) : lines(stream);
}

function spinner(spinning: Ora): Progress {
  return {
    begin: (text) => void spinning.start(text),
    update: (text) => {
      spinning.text = text;
    },
    done: (text) => void spinning.succeed(text),
    fail: (text) => void spinning.fail(text),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let last = "";
  const say = (text: string, mark: string) => {
    if (text !== last) stream.write(`${mark}${text}\n`);
    last = text;
  };
  return {
    begin: (text) => say(text, ""),
    update: (text) => say(text, "  "),
    done: (text) => say(text, "✔ "),
    fail: (text) => say(text, "✖ "),
  };
}
