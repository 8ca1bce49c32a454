import { expect, test } from 'vitest';

import { chooseBuilder, parseVersion } from './engine.ts';

test('versions and platform are read from the answer', () => {
  const reply = { Client: { Version: '28.2.2' }, Server: { Version: '20.10.24+dfsg1', Os: 'linux', Arch: 'amd64' } };
  expect(parseVersion(JSON.stringify(reply))).toEqual({
    clientVersion: '28.2.2',
    serverVersion: '20.10.24+dfsg1',
    platform: 'linux/amd64',
    product: '',
  });
});

test.each(['', 'null', '{"Client":{"Version":"28.2.2"},"Server":null}'])('%j is no answer of a server', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

test.each([
  { client: '20.10.24', buildx: false, builder: 'buildkit' },
  { client: '20.10.24', buildx: true, builder: 'buildkit' },
  { client: '23.0.0', buildx: false, builder: 'legacy' },
  { client: '28.2.2', buildx: true, builder: 'buildkit' },
])('client $client with buildx $buildx builds with $builder', ({ client, buildx, builder }) => {
  expect(chooseBuilder(client, buildx)).toBe(builder);
});
