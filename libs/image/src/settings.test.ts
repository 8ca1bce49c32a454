import { expect, test } from 'vitest';

import { appendSettings, readSettings } from './settings.ts';

const SETTINGS = { platform: 'linux/amd64', buildArgs: { b: '"', a: '1' }, bases: { 'node-base': 'node-base:01' } };

test('what is appended is read back', () => {
  expect(readSettings(appendSettings('FROM scratch\n', SETTINGS))).toEqual(SETTINGS);
});

test('the order of arguments does not show', () => {
  const turned = { ...SETTINGS, buildArgs: { a: '1', b: '"' } };
  expect(appendSettings('FROM scratch', turned)).toBe(appendSettings('FROM scratch\n', SETTINGS));
});

test.each(['', 'FROM scratch\n', 'FROM scratch\n# nx-kube {broken'])('%j was not staged by us', (text) => {
  expect(readSettings(text)).toBeUndefined();
});
