import { currentRequest } from './context/request-context.ts';
import { reasonOf, redact } from './redact.ts';

/** Severities, least severe first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line of JSON per call: `time`, `level`, `service`, `message`, the ids of the request it is for, and the fields given. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/**
 * A logger to standard output, which is where the kubelet reads.
 *
 * @param write takes one line with its newline; replaced in tests
 */
export function createLogger(
  service: string,
  level: LogLevel,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Logger {
  const at =
    (own: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (order[own] < order[level]) return;
      const line = { time: new Date().toISOString(), level: own, service, message, ...requestFields(), ...fields };
      write(`${redact(JSON.stringify(line))}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function requestFields(): Readonly<Record<string, string>> {
  const request = currentRequest();
  if (!request) return {};
  const { requestId, span } = request;
  return span ? { requestId, traceId: span.traceId } : { requestId };
}

/** What of an unknown error may be logged: name, message and code, never a property that could hold a connection string. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: 'a value that is no Error was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { error: error.name, reason: reasonOf(error), ...code };
}
