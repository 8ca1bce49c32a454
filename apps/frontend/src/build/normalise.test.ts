import { expect, test } from 'vitest';

import { BUILD_TIME_ACTION_KEY, isForBuildOnly, normalise } from './normalise.ts';

/** Two outputs of one source, as two builds in two folders leave them. */
const builds = ['/home/a/todo', '/b'].map((root, index) => {
  const preview = {
    previewModeId: `id${index}`,
    previewModeSigningKey: `s${index}`,
    previewModeEncryptionKey: `e${index}`,
  };
  const config = { outputFileTracingRoot: root, repoRoot: root, turbopack: { root }, poweredByHeader: false };
  return {
    'server/preview-props.json': JSON.stringify(preview, null, 2),
    'prerender-manifest.json': JSON.stringify({ version: 4, routes: {}, preview }),
    'required-server-files.json': JSON.stringify({
      config,
      appDir: `${root}/apps/frontend`,
      relativeAppDir: 'apps/frontend',
    }),
  };
});

test.each(['server/preview-props.json', 'prerender-manifest.json', 'required-server-files.json'] as const)(
  '%s is the same in two builds',
  (path) => {
    const [first, second] = builds.map((build) => normalise(path, build[path]));
    expect(first).toBeDefined();
    expect(first).toBe(second);
  },
);

test('what a manifest says besides stays', () => {
  const files = JSON.parse(
    normalise('required-server-files.json', builds[0]?.['required-server-files.json'] ?? '') ?? '',
  );
  expect(files).toMatchObject({ appDir: '/app/apps/frontend', config: { poweredByHeader: false } });
});

test('the key of server actions is taken out of both manifests', () => {
  const json = `{"node":{},"encryptionKey":"${BUILD_TIME_ACTION_KEY}"}`;
  expect(normalise('server/server-reference-manifest.json', json)).toBe('{"node":{},"encryptionKey":""}');
  const script = `self.__RSC_SERVER_MANIFEST=${JSON.stringify(json)}`;
  expect(normalise('server/server-reference-manifest.js', script)).not.toContain(BUILD_TIME_ACTION_KEY);
});

test('other files stay as they are, and lists and maps for tools are left out', () => {
  expect(normalise('server/app/page.js', 'code')).toBeUndefined();
  expect(isForBuildOnly('server/app/page.js')).toBe(false);
  expect(isForBuildOnly('server/app/page.js.map')).toBe(true);
  expect(isForBuildOnly('server/app/page.js.nft.json')).toBe(true);
});
