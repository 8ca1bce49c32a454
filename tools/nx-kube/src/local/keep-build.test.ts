import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

test('a symbolic link leads to what was kept, not to the build', () => {
  const [built, kept] = [join(home, 'linked'), join(home, 'kept-links')];
  mkdirSync(join(built, 'packages/pg'), { recursive: true });
  writeFileSync(join(built, 'packages/pg/index.js'), 'one');
  symlinkSync('packages/pg', join(built, 'pg-587764f7'));
  keepBuild(built, kept);
  rmSync(built, { recursive: true });
  expect(readFileSync(join(kept, 'pg-587764f7/index.js'), 'utf8')).toBe('one');
});
