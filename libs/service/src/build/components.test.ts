import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { componentsOf, writeComponents } from './components.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'components-'));
  const manifest = (folder: string, content: object): Promise<void> => write(`${folder}/package.json`, content);
  await manifest('node_modules/plain', { name: 'plain', version: '1.2.3', license: 'MIT' });
  await manifest('node_modules/@scope/own', { name: '@scope/own', version: '2.0.0', license: '(MIT OR CC0-1.0)' });
  await manifest('node_modules/plain/node_modules/inner', {
    name: 'inner',
    version: '3.0.0',
    license: { type: 'ISC' },
  });
  await manifest('node_modules/odd', { name: 'odd', version: '4.0.0', license: 'SEE LICENSE IN LICENSE.md' });
  await manifest('libs/todo', { name: '@todo/todo', version: '0.1.0', license: 'MIT' });
  const integrity = `sha512-${Buffer.from('hash').toString('base64')}`;
  await write('package-lock.json', { packages: { 'node_modules/plain': { integrity } } });
});
afterAll(() => rm(root, { recursive: true }));

async function write(path: string, content: object): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), JSON.stringify(content));
}

test('files name the packages that they come from, once each', async () => {
  const found = await componentsOf(root, [
    'node_modules/plain/index.js',
    'node_modules/plain/lib/other.js',
    'node_modules/@scope/own/index.js',
    'node_modules/plain/node_modules/inner/index.js',
    'node_modules/odd/index.js',
    'libs/todo/src/index.ts',
    'node_modules/src/elsewhere.ts',
    '<stdin>',
  ]);
  expect(found).toEqual([
    {
      type: 'library',
      name: 'plain',
      version: '1.2.3',
      licenses: [{ expression: 'MIT' }],
      purl: 'pkg:npm/plain@1.2.3',
      hashes: [{ alg: 'SHA-512', content: Buffer.from('hash').toString('hex') }],
    },
    {
      type: 'library',
      group: '@scope',
      name: 'own',
      version: '2.0.0',
      licenses: [{ expression: '(MIT OR CC0-1.0)' }],
      purl: 'pkg:npm/%40scope/own@2.0.0',
    },
    {
      type: 'library',
      name: 'inner',
      version: '3.0.0',
      licenses: [{ expression: 'ISC' }],
      purl: 'pkg:npm/inner@3.0.0',
    },
    {
      type: 'library',
      name: 'odd',
      version: '4.0.0',
      licenses: [{ license: { name: 'SEE LICENSE IN LICENSE.md' } }],
      purl: 'pkg:npm/odd@4.0.0',
    },
    { type: 'library', group: '@todo', name: 'todo', version: '0.1.0', licenses: [{ expression: 'MIT' }] },
  ]);
});

test('the list is the same in whatever order it was found', async () => {
  const components = await componentsOf(root, ['node_modules/plain/a.js', 'node_modules/odd/a.js']);
  const text = async (): Promise<string> => readFile(join(root, 'dist/components/shop.json'), 'utf8');
  await writeComponents(root, 'shop', components);
  const first = await text();
  await writeComponents(root, 'shop', [...components, ...components].toReversed());
  expect(await text()).toBe(first);
  expect(JSON.parse(first)).toHaveLength(2);
});
