import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readSecretInputs, withoutDotenv } from './environment.ts';

test('a variable that Nx took from .env is not counted as set in the environment', () => {
  expect(withoutDotenv({ A: 'x', B: 'y' }, { A: 'x' })).toEqual({ B: 'y' });
});

test('a password with a dollar sign keeps it, although Nx expands it on the way', () => {
  const dotenv = { URL: 'postgres://u:pa$word@db/x', OTHER: '${HOME}/x' };
  expect(withoutDotenv({ URL: 'postgres://u:pa@db/x', OTHER: '/home/me/x', HOME: '/home/me' }, dotenv)).toEqual({
    HOME: '/home/me',
  });
});

test('a variable that somebody set to something else counts, whatever .env says', () => {
  expect(withoutDotenv({ A: 'mine' }, { A: 'file' })).toEqual({ A: 'mine' });
});

test('without a .env there is the environment alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  try {
    expect(await readSecretInputs(folder, { A: '1' })).toEqual({ environment: { A: '1' }, dotenv: {} });
    writeFileSync(join(folder, '.env'), '# a comment\nA=1\nEMPTY=\n');
    expect(await readSecretInputs(folder, { A: '1' })).toEqual({ environment: {}, dotenv: { A: '1', EMPTY: '' } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
