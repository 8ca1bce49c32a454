/** A line for people. */
export interface PrettyLine {
  /** ISO 8601, as the line itself says. */
  readonly time?: string;
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
  /** Without a line break. */
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

const LEVELS: Readonly<Record<string, NonNullable<PrettyLine['level']>>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  notice: 'info',
  log: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  fatal: 'error',
  critical: 'error',
  panic: 'error',
};

/** What stands in front of the line already, or is of use to machines only. */
const HIDDEN = new Set([
  'time',
  'timestamp',
  'ts',
  'level',
  'severity',
  'message',
  'msg',
  'service',
  'traceId',
  'spanId',
]);

/** Postgres: `2026-11-21 15:00:00.123 UTC [4711] LOG:  database system is ready`. */
const POSTGRES = /^\S+ \S+ \S+ \[\d+\] (?<level>DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC): /;

/**
 * Makes a JSON log line readable: time, level, message, the rest as `key=value`; a request as one short clause. What is no JSON
 * log stays as it is. Pure.
 */
export function prettyLine(line: string): PrettyLine {
  const fields = parse(line);
  if (fields === undefined) {
    const level = levelOf(POSTGRES.exec(line)?.groups?.['level']?.replace(/\d$/, ''));
    return { ...(level === undefined ? {} : { level }), text: line };
  }
  const time = [fields['time'], fields['timestamp'], fields['ts']].find(isTime);
  const level = levelOf(fields['level'] ?? fields['severity']);
  return {
    ...(time === undefined ? {} : { time }),
    ...(level === undefined ? {} : { level }),
    text: requestText(fields) ?? messageText(fields),
  };
}

function parse(line: string): Fields | undefined {
  if (!line.startsWith('{') || !line.trimEnd().endsWith('}')) return undefined;
  try {
    const fields = JSON.parse(line) as Fields;
    return typeof (fields['message'] ?? fields['msg']) === 'string' ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** Anything else would be shown as it is, whatever a terminal makes of it. */
function isTime(given: unknown): given is string {
  return typeof given === 'string' && !Number.isNaN(Date.parse(given));
}

/** Names, and the numbers of pino. */
function levelOf(given: unknown): PrettyLine['level'] {
  if (typeof given === 'string') return LEVELS[given.toLowerCase()];
  if (typeof given !== 'number') return undefined;
  if (given >= 50) return 'error';
  if (given >= 40) return 'warn';
  return given >= 30 ? 'info' : 'debug';
}

/** `GET /api/todos 200 3.4 ms`, and what is not in every request. */
function requestText(fields: Fields): string | undefined {
  const { message, method, route, path, status, milliseconds, requestId: _, ...rest } = fields;
  if (message !== 'request' || typeof method !== 'string' || typeof status !== 'number') return undefined;
  const where = route ?? path;
  const took = typeof milliseconds === 'number' ? ` ${milliseconds} ms` : '';
  return `${method} ${typeof where === 'string' ? where : '-'} ${status}${took}${restText(rest)}`;
}

function messageText(fields: Fields): string {
  const message = fields['message'] ?? fields['msg'];
  return `${oneLine(String(message))}${restText(fields)}`;
}

function restText(fields: Fields): string {
  return Object.entries(fields)
    .filter(([key, value]) => !HIDDEN.has(key) && value !== undefined)
    .map(([key, value]) => ` ${key}=${key === 'requestId' ? String(value).slice(0, ID_LENGTH) : valueText(value)}`)
    .join('');
}

/** Enough to tell requests of one screen apart. */
const ID_LENGTH = 8;

function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[^\s"=\p{Cc}]+$/u.test(value) ? value : JSON.stringify(value);
}

/** The breaks of a message as JSON shows them. */
function oneLine(text: string): string {
  return text.replaceAll('\r', '').replaceAll('\n', String.raw`\n`);
}
