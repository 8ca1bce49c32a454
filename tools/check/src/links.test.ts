import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadLinks } from './links.ts';

const root = join(import.meta.dirname, '../../..');
const generated = new Set(['node_modules', 'dist', '.nx', '.next', 'tmp']);
const files = globSync('**/*.md', { cwd: root, exclude: (name) => generated.has(name) });

test('there is documentation', () => {
  expect(files).toContain('README.md');
});

test.each(files)('every link of %s leads somewhere', (file) => {
  expect(deadLinks(join(root, file))).toEqual([]);
});

test('a missing file and a missing heading are found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  try {
    const file = join(folder, 'a.md');
    writeFileSync(file, '# One two\n[ok](#one-two) [no](#three) [gone](b.md) [web](https://example.com)\n');
    expect(deadLinks(file)).toEqual(['#three', 'b.md']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
