import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { writeSbom } from './write-sbom.ts';

const base = { ref: 'node-base:1111111111111111', digest: `sha256:${'1'.repeat(64)}` };
const shop = { ref: 'registry.test:5000/team/shop:2222222222222222', digest: `sha256:${'2'.repeat(64)}` };
const node = { type: 'platform', name: 'node', version: '24.0.0', purl: 'pkg:generic/node@24.0.0' };
const hono = { type: 'library', name: 'hono', version: '4.0.0', purl: 'pkg:npm/hono@4.0.0' };
const own = { type: 'library', group: '@shop', name: 'shop', version: '0.1.0' };

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sbom-'));
  await mkdir(join(root, 'dist/components'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const list = (project: string, components: readonly object[]): Promise<void> =>
  writeFile(join(root, 'dist/components', `${project}.json`), JSON.stringify(components));
const written = (project: string): Promise<string> =>
  readFile(join(root, 'dist/images', `${project}.sbom.json`), 'utf8');

test('an image consists of what its base consists of and of what its project put in', async () => {
  await list('node-base', [node]);
  await list('shop', [own, hono, hono]);
  await writeSbom({ root, project: 'node-base', reference: base, bases: [] });
  await writeSbom({ root, project: 'shop', reference: shop, bases: ['node-base'] });
  const document = JSON.parse(await written('shop')) as Record<string, unknown>;
  expect(document).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'container', name: 'registry.test:5000/team/shop', version: '2222222222222222' } },
    components: [
      { 'bom-ref': '@shop/shop@0.1.0', name: 'shop' },
      { 'bom-ref': 'pkg:generic/node@24.0.0', name: 'node' },
      { 'bom-ref': 'pkg:npm/hono@4.0.0', name: 'hono' },
    ],
  });
  expect(document['serialNumber']).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
});

test('the same content gives the same document in whatever order it is listed, another content another number', async () => {
  await list('shop', [own, hono]);
  await writeSbom({ root, project: 'shop', reference: shop, bases: [] });
  const first = await written('shop');
  await list('shop', [hono, own]);
  await writeSbom({ root, project: 'shop', reference: shop, bases: [] });
  expect(await written('shop')).toBe(first);
  await list('shop', [own]);
  await writeSbom({ root, project: 'shop', reference: shop, bases: [] });
  const { serialNumber } = JSON.parse(await written('shop')) as { serialNumber: string };
  expect(first).not.toContain(serialNumber);
});

test('a project that lists nothing has a document, and a base without one is an error that says what to run', async () => {
  await writeSbom({ root, project: 'shop', reference: shop, bases: [] });
  expect(JSON.parse(await written('shop'))).toMatchObject({ components: [] });
  const missing = writeSbom({ root, project: 'shop', reference: shop, bases: ['node-base'] });
  await expect(missing).rejects.toMatchObject({ code: 'NOT_STAGED', fix: expect.stringContaining('node-base:bundle') });
});
