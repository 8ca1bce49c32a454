import { closeSync, openSync, writeSync } from 'node:fs';

import { PluginError } from '../error.ts';
import type { RunEvent } from '../report/events.ts';
import { jsonPrinter, type Out, plainPrinter, type Printer, treePrinter } from '../report/printer.ts';
import { sparing } from '../report/sparing.ts';

/** The options about output, and the terminal. */
export interface OutputOptions {
  readonly output?: string;
  readonly outputFile?: string;
}

/** Where output may go, and what it may look like there. */
export interface Terminal {
  readonly out: Out;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Chooses the printers of a run: with a file, the asked form goes there and the terminal shows text; without one, the
 * asked form is all that standard output gets.
 *
 * @throws PluginError OUTPUT_FILE
 */
export function openPrinter({ output, outputFile }: OutputOptions, terminal: Terminal): Printer {
  const json = output === 'json';
  if (outputFile === undefined) return sparing(json ? jsonPrinter(terminal.out) : textPrinter(terminal), terminal.out);
  const file = openFile(outputFile);
  const inFile = json ? jsonPrinter(file) : plainPrinter(file);
  const onTerminal = sparing(textPrinter(terminal), terminal.out);
  return {
    print(event: RunEvent) {
      inFile.print(event);
      onTerminal.print(event);
    },
    end() {
      onTerminal.end();
      file.close();
    },
  };
}

/** A live tree where a person looks at a terminal, plain lines elsewhere. */
function textPrinter({ out, env }: Terminal): Printer {
  const colours = wantsColours(out, env);
  return out.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb'
    ? treePrinter(out, colours)
    : plainPrinter(out, colours);
}

/** @see https://no-color.org; FORCE_COLOR is for programs that Nx runs in a pipe and shows on a terminal. */
function wantsColours(out: Out, env: Terminal['env']): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false' && out.isTTY === true;
  return out.isTTY === true && env['TERM'] !== 'dumb';
}

/** Synchronous writes: what was printed is in the file, however the process ends. */
function openFile(path: string): Out & { close(): void } {
  try {
    const file = openSync(path, 'w');
    return { write: (text) => writeSync(file, text), close: () => closeSync(file) };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    const fix = 'name a file in a folder that exists';
    throw new PluginError('OUTPUT_FILE', { doing: `write ${path}`, because, fix }, error);
  }
}
