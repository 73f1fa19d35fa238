// Three controllers on this machine, until Ctrl-C.
import { isMissing } from "@jeroboam/test-engines";
import { startOneMachine } from "./one-machine.ts";

const machine = await startOneMachine();
if (isMissing(machine)) {
  console.error(machine.missing);
  process.exitCode = 1;
} else {
  const { simulator, url, controllers, close } = machine;
  console.log(
    `container-infra v1 at ${url}, through HAProxy, on ${controllers.length} controllers`,
  );
  console.log("as a plain user of the simulated cloud:\n");
  for (const [name, value] of Object.entries(simulator.environment("demo")))
    console.log(`export ${name}='${value}'`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void close());
}
