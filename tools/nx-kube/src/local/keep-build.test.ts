import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { keepBuild } from './keep-build.ts';

const home = mkdtempSync(join(tmpdir(), 'nx-kube-keep-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a later build changes nothing for what runs; the next start has it', () => {
  const [built, kept] = [join(home, 'dist'), join(home, 'kept')];
  const build = (text: string): void => {
    rmSync(built, { recursive: true, force: true });
    mkdirSync(join(built, 'app'), { recursive: true });
    writeFileSync(join(built, `app/${text}.mjs`), text);
    writeFileSync(join(built, 'app/main.mjs'), text);
  };
  build('one');
  expect(keepBuild(built, kept)).toBe(kept);
  build('two');
  expect(readFileSync(join(kept, 'app/main.mjs'), 'utf8')).toBe('one');
  keepBuild(built, kept);
  expect(readFileSync(join(kept, 'app/main.mjs'), 'utf8')).toBe('two');
  expect(() => readFileSync(join(kept, 'app/one.mjs'))).toThrow('ENOENT');
});
