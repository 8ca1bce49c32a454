import { expect, test } from 'vitest';
import { createLogger, describeError } from './logger.ts';

test('a line is one JSON object, and what is less severe than the level is left out', () => {
  const lines: string[] = [];
  const logger = createLogger('backend', 'warn', (line) => lines.push(line));
  logger.info('hidden');
  logger.error('shown', { path: '/' });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('\n')).toBe(true);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', service: 'backend', message: 'shown', path: '/' });
});

test('of an error only name, message and code are logged', () => {
  const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', connectionString: 'postgres://hidden' });
  expect(describeError(error)).toEqual({ error: 'Error', reason: 'refused', code: 'ECONNREFUSED' });
  expect(JSON.stringify(describeError('hidden'))).not.toContain('hidden');
});
