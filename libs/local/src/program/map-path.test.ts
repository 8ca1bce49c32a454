import { expect, test } from 'vitest';
import { mapPath } from './map-path.ts';

const paths = { '/app': '/here/app', '/app/cc': '/made/cc', '/warm.mjs': '/here/warm.mjs' };

test.each([
  ['/app', '/here/app'],
  ['/app/main.mjs', '/here/app/main.mjs'],
  ['/app/', '/here/app/'],
  ['/app/cc', '/made/cc'],
  ['/app/cc/x', '/made/cc/x'],
  ['/app/ccc', '/here/app/ccc'],
  ['/warm.mjs', '/here/warm.mjs'],
  ['/application', '/application'],
  ['app/main.mjs', 'app/main.mjs'],
  ['see /app/main.mjs', 'see /app/main.mjs'],
  ['', ''],
])('%s lies at %s', (path, here) => {
  expect(mapPath(path, paths)).toBe(here);
});
