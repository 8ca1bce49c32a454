import { askOnTerminal } from './cli/ask.ts';
import { camelCase } from './cli/camel-case.ts';
import { EXIT, exitCodeOf } from './cli/exit-codes.ts';
import { findWorkspace } from './cli/find-workspace.ts';
import { generalHelp, verbHelp } from './cli/help.ts';
import { neverWait } from './cli/never-wait.ts';
import { type Command, parseCommand } from './cli/parse.ts';
import { abortOnDisconnect, abortOnSignals, WITH_SERVICES } from './cli/signals.ts';
import type { Verb } from './cli/verbs.ts';
import { describeError } from './error.ts';
import { errorLines } from './report/error-lines.ts';
import { TOOL } from './tool.ts';

/**
 * The program `nx-kube`.
 *
 * @param argv the words after the program's name
 * @returns the exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  // Whoever reads may go first (`| head`, an executor that Nx has killed); the work goes on and its exit code counts.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    return await runCommand(parseCommand(argv));
  } catch (error) {
    const report = describeError(error);
    process.stderr.write(`${errorLines(report).join('\n')}\n`);
    return exitCodeOf(report);
  }
}

async function runCommand(command: Command): Promise<number> {
  if (command.type === 'version') return print(`${TOOL}\n`);
  if (command.type === 'help') return print(command.verb === undefined ? generalHelp() : verbHelp(command.verb));
  const { verb, relay } = command;
  const options = Object.fromEntries(Object.entries(command.options).map(([name, value]) => [camelCase(name), value]));
  const root = findWorkspace(process.cwd());
  const patience = hasServices(verb) ? WITH_SERVICES : undefined;
  if (patience) for (const stream of [process.stdout, process.stderr]) neverWait(stream);
  const { signal, hurry, release } = relay ? abortOnDisconnect(patience) : abortOnSignals(patience);
  const ask = process.stdin.isTTY && process.stderr.isTTY && !relay ? { ask: askWith(signal) } : {};
  try {
    const { runVerb } = await import('./cli/run-verb.ts'); // help and wrong usage need no printers
    return await runVerb(verb, options, { root, env: process.env, signal, hurry, underNx: relay, ...ask });
  } finally {
    release();
  }
}

const WITH_OWN_SERVICES: ReadonlySet<string> = new Set(['local', 'watch']);

function hasServices(verb: Verb): boolean {
  return WITH_OWN_SERVICES.has(verb);
}

function askWith(signal: AbortSignal): (question: string) => Promise<boolean> {
  return (question) => askOnTerminal(question, signal);
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}
