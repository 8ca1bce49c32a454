import { expect, test } from 'vitest';

import { pinnedComponent } from './components.ts';
import { nodeComponents } from './node-components.ts';

test('the libraries inside of Node.js are named with their versions, those that it is linked to without', () => {
  const components = nodeComponents(process.versions as Readonly<Record<string, string>>);
  expect(components.find(({ name }) => name === 'openssl')).toMatchObject({ version: process.versions.openssl });
  expect(components.find(({ name }) => name === 'v8')).toMatchObject({ version: process.versions.v8 });
  expect(components.find(({ name }) => name === 'libc6')).not.toHaveProperty('version');
  expect(nodeComponents({}).map(({ name }) => name)).toEqual(['libc6', 'libgcc-s1', 'libstdc++6']);
});

test('a program is known by its package, and by the hash that the lockfile pins', () => {
  const integrity = `sha512-${Buffer.from('hash').toString('base64')}`;
  expect(pinnedComponent({ name: '@scope/linux-x64', version: '18.4.0', integrity }, 'PostgreSQL')).toMatchObject({
    purl: 'pkg:npm/%40scope/linux-x64@18.4.0',
    hashes: [{ alg: 'SHA-512', content: Buffer.from('hash').toString('hex') }],
  });
});
