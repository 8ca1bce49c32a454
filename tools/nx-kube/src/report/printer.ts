import { styleText } from 'node:util';

import { fitted } from './box.ts';
import type { RunEvent } from './events.ts';
import { advance, IDLE, liveLines } from './live.ts';
import { passes } from './local-lines.ts';
import { logLine, widen } from './log-line.ts';
import { plainLines } from './plain.ts';

/** Where a printer writes; a part of a Node.js stream. */
export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Bytes that wait for who reads them. */
  readonly writableLength?: number;
}

/** Shows the events of one run. */
export interface Printer {
  print(event: RunEvent): void;
  /** Restores the terminal. */
  end(): void;
}

/** Newline-delimited JSON: every event, nothing else. */
export function jsonPrinter(out: Out): Printer {
  return { print: (event) => out.write(`${JSON.stringify(event)}\n`), end: () => undefined };
}

/** Plain lines, for pipes and logs; what has been so before is not repeated, but what happens again is. */
export function plainPrinter(out: Out, colours = false): Printer {
  let last = '';
  let width = 0;
  return {
    print(event) {
      if (event.type === 'log') {
        last = '';
        width = widen(width, event);
        out.write(`${logLine(event, colours, width)}\n`);
        return;
      }
      for (const line of plainLines(event).flatMap((whole) => fitted(whole, out.columns || Infinity))) {
        if (line === last && event.type !== 'note') continue;
        last = line;
        out.write(`${colours ? paint(line) : line}\n`);
      }
    },
    end: () => undefined,
  };
}

/** For a terminal: lines that stay, and below them what is going on, drawn anew ten times a second. */
export function treePrinter(out: Out, colours: boolean): Printer {
  const plain = plainPrinter(out, colours);
  let state = IDLE;
  let frame = 0;
  let drawn = 0;
  const erase = (): void => {
    // From the first column: others may have written behind our last line, as the spinner of Nx does.
    out.write(drawn > 0 ? `\r\u001B[${drawn}A\u001B[0J` : '\r\u001B[0J');
    drawn = 0;
  };
  const draw = (): void => {
    const lines = liveLines(state, frame, widthOf(out));
    if (drawn > 0) erase();
    if (lines.length > 0) out.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(() => {
    frame += 1;
    if ((out.writableLength ?? 0) === 0) draw();
  }, 100).unref();
  return {
    print(event) {
      erase();
      state = advance(state, event);
      if (!isTransient(event)) plain.print(event);
      draw();
    },
    end() {
      clearInterval(timer);
      if (drawn > 0) erase();
    },
  };
}

/** A pseudo terminal may claim to have no columns at all. */
function widthOf({ columns = 0 }: Out): number {
  return columns > 20 ? columns : 80;
}

/** What the live part shows better than a line that stays. */
function isTransient(event: RunEvent): boolean {
  return passes(event) || event.type === 'waiting' || (event.type === 'step' && event.state === 'note');
}

const ALWAYS = { validateStream: false } as const;

const COLOURS = {
  done: 'green',
  unready: 'yellow',
  restart: 'yellow',
  ready: 'green',
  created: 'green',
  updated: 'yellow',
  pruned: 'yellow',
  deleted: 'yellow',
  warning: 'yellow',
  failed: 'red',
  problem: 'red',
  error: 'red',
} as const;

function paint(line: string): string {
  if (line.startsWith('│')) return line.replace(/https?:\/\/\S+/, (url) => styleText(['bold', 'cyan'], url, ALWAYS));
  const [word = ''] = line.split(' ', 1);
  const colour = COLOURS[word as keyof typeof COLOURS] as (typeof COLOURS)[keyof typeof COLOURS] | undefined;
  return colour ? styleText(colour, word, ALWAYS) + line.slice(word.length) : line;
}
