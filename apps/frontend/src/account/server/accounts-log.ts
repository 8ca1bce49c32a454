import { isAPIError } from 'better-auth/api';

/**
 * What better-auth has to say, without its details: they hold what people typed. The server makes lines of its log of it. Of an
 * error only its name and code are told.
 */
export const accountsLog = {
  level: 'warn',
  log(level: 'debug' | 'info' | 'warn' | 'error', message: unknown, ...details: readonly unknown[]): void {
    const error = [message, ...details].find((value) => value instanceof Error);
    const text = typeof message === 'string' && message !== '' ? message : 'the accounts failed';
    console[level](error ? `${text} (${nameOf(error)})` : text);
  },
} as const;

const FRAMES = 4;

/** What became of a request that failed, and where; a refusal says enough by its status, which the server logs. */
export function logFailure(error: unknown): void {
  if (isAPIError(error) && error.statusCode < 500) return;
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const frames = lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
  accountsLog.log('error', ['a request to the accounts failed', ...frames.slice(0, FRAMES)].join(' '), error);
}

function nameOf(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
