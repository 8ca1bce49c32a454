import { expect, test } from 'vitest';

import { findOpener, startOpener } from './browser.ts';

const url = 'http://todo.localhost:8080';

test.each([
  ['darwin', {}, 'open'],
  ['win32', {}, 'rundll32'],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
  ['linux', { WSL_DISTRO_NAME: 'Debian' }, 'rundll32.exe'],
] as const)('on %s with %j the address is an argument of %s', (platform, env, command) => {
  const opener = findOpener(url, platform, env);
  expect(opener).toMatchObject({ command });
  expect('args' in opener && opener.args.at(-1)).toBe(url);
});

test.each([
  ['linux', {}],
  ['linux', { CI: 'true', DISPLAY: ':0' }],
  ['darwin', { CI: '1' }],
] as const)('on %s with %j nobody would see it', (platform, env) => {
  expect(findOpener(url, platform, env)).toHaveProperty('because');
});

test('an opener that is not there, or fails, says so; one that stays has worked', async () => {
  expect(await startOpener({ command: 'no-such-opener', args: [url] }, {})).toContain('no-such-opener');
  const node = (program: string): { command: string; args: string[] } => ({
    command: process.execPath,
    args: ['-e', program],
  });
  expect(await startOpener(node('process.exit(3)'), process.env)).toContain('ended with 3');
  expect(await startOpener(node('0'), process.env)).toBeUndefined();
});
