import { styleText, stripVTControlCharacters } from 'node:util';

import type { LogLine } from './log-line.ts';
import { paintProcess } from './paint-process.ts';
import { type PrettyLine, prettyLine } from './pretty-line.ts';

/** How a line is shown. */
export interface LogTextOptions {
  readonly colours: boolean;
  /** Columns for the names of processes, so that texts begin below each other. */
  readonly width?: number;
  /** Whether it says when. */
  readonly times?: boolean;
}

/**
 * A line of a process as people read it: who, when, how bad, what. Without its break. Pure but for the time zone.
 *
 * What a process prints can't move the cursor or change the terminal: of its escape sequences colours stay, and these only
 * where there are colours.
 */
export function logText(
  { process, at, line }: Omit<LogLine, 'stream'>,
  { colours, width = 0, times = true }: LogTextOptions,
): string {
  const { time = at, level, text } = prettyLine(lastDrawn(line));
  const name = process.padEnd(width);
  const clean = colours ? onlyColours(text) : plain(text);
  const parts = [
    colours ? paintProcess(name) : name,
    ...(times ? [paintTime(clock(time), colours)] : []),
    ...(level === 'warn' || level === 'error' ? [paintLevel(level.padEnd(5), level, colours)] : []),
    level === 'debug' && colours ? styleText('dim', clean, ALWAYS) : clean,
  ];
  return parts.join('  ');
}

/** Of a line that is drawn over itself, as progress is, what is seen at its end. */
function lastDrawn(line: string): string {
  return line.includes('\r') ? (line.split('\r').findLast((part) => part !== '') ?? '') : line;
}

const ALWAYS = { validateStream: false } as const;

/** `15:04:05.678`, as the clock on the wall. */
function clock(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    padded(part, 2),
  );
  return `${hours}:${minutes}:${seconds}.${padded(date.getMilliseconds(), 3)}`;
}

function padded(part: number, digits: number): string {
  return String(part).padStart(digits, '0');
}

function paintTime(text: string, colours: boolean): string {
  return colours ? styleText('dim', text, ALWAYS) : text;
}

function paintLevel(text: string, level: NonNullable<PrettyLine['level']>, colours: boolean): string {
  return colours ? styleText(level === 'error' ? 'red' : 'yellow', text, ALWAYS) : text;
}

// oxlint-disable-next-line no-control-regex -- what terminals obey is made of control characters
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// oxlint-disable-next-line no-control-regex -- the same
const COLOUR = /(\u001b\[[\d;:]*m)/;

function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(CONTROL, '');
}

function onlyColours(text: string): string {
  if (!text.includes('\u001b')) return text.replaceAll(CONTROL, '');
  const kept = text.split(COLOUR).map((part, index) => (index % 2 === 1 ? part : plain(part)));
  return `${kept.join('')}\u001b[0m`;
}
