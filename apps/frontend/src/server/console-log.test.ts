import { createLogger } from '@todo/service';
import { expect, test } from 'vitest';

import { routeConsole } from './console-log.ts';

test('what is written to the console becomes one line of JSON without colours, and noise none', () => {
  const lines: string[] = [];
  const target = { ...console };
  routeConsole(
    target,
    createLogger('frontend', 'info', (line) => void lines.push(line)),
  );
  target.error('\u001B[31m⨯\u001B[39m failed:\n%s', 'at page.tsx');
  target.debug('below the level');
  target.log('  ');
  target.log('✓ Running next.config took 2ms');
  target.error('# SERVER_ERROR: ', Object.assign(new Error('no'), { detail: 'Failing row contains (Ada).' }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', message: '⨯ failed:\nat page.tsx' });
});
