import { createInterface } from 'node:readline/promises';

/**
 * Asks a yes or no question on the terminal; anything but yes is no, and so is the end of the input.
 *
 * @param signal aborted: no
 */
export async function askOnTerminal(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal }).catch(() => '');
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
