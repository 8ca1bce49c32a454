import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { extract, list } from 'tar';
import { expect, test } from 'vitest';

import { PluginError } from '../error.ts';
import { archive } from './archive.ts';

const long = `templates/${'a'.repeat(90)}.yaml`;
const files = { 'Chart.yaml': 'name: shop\n', [long]: 'x'.repeat(512), 'templates/empty.yaml': '', 'é.txt': 'ü' };

test('what is packed comes out again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  try {
    const { 'é.txt': _, ...plain } = files;
    writeFileSync(join(folder, 'shop.tgz'), archive('shop', plain));
    await extract({ cwd: folder, file: join(folder, 'shop.tgz') });
    for (const [name, text] of Object.entries(plain))
      expect(readFileSync(join(folder, 'shop', name), 'utf8')).toBe(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the bytes do not depend on the order, the time or the person', async () => {
  const { 'é.txt': _, ...plain } = files;
  const packed = archive('shop', plain);
  expect(packed.equals(archive('shop', Object.fromEntries(Object.entries(plain).toReversed())))).toBe(true);
  const entries: unknown[] = [];
  const parser = list({
    onReadEntry: ({ path, mode, uid, gid, mtime }) => entries.push({ path, mode, uid, gid, mtime }),
  });
  await new Promise((resolve) => parser.on('end', resolve).end(packed));
  const mtime = new Date('1985-10-26T08:15:00.000Z');
  const paths = ['shop/Chart.yaml', `shop/${long}`, 'shop/templates/empty.yaml'];
  expect(entries).toEqual(paths.map((path) => ({ path, mode: 0o644, uid: 0, gid: 0, mtime })));
});

test('a name that the format cannot hold is refused', () => {
  expect(() => archive('shop', { [`${'a'.repeat(300)}.yaml`]: '' })).toThrow(PluginError);
});
