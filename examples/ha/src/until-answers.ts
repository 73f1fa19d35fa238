import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 100;
const DEADLINE_MS = 90_000;

/** Waits until the API answers at an address; says what it logged when it does not. */
export async function untilAnswers(
  url: string,
  name: string,
  output: () => string = () => "",
): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await answers(url))) {
    if (Date.now() > deadline) throw new Error(`${name} does not answer: ${output()}`);
    await setTimeout(LOOK_EVERY_MS);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
