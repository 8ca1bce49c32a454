import { expect, test } from 'vitest';

import { isNeeded, neededLinks } from './payload.ts';

test.each([
  'bin/postgres',
  'bin/initdb',
  'lib/libssl.so.1.1',
  'lib/libicudata.so.60.2',
  'lib/postgresql/plpgsql.so',
  'share/postgresql/postgres.bki',
  'share/postgresql/timezone/Europe/Vienna',
])('%s goes into the image', (path) => {
  expect(isNeeded(path)).toBe(true);
});

test.each([
  'bin/pg_ctl',
  'lib/libpq.a',
  'lib/pkgconfig/libpq.pc',
  'lib/libecpg.so.6.18',
  'lib/postgresql/plperl.so',
  'lib/postgresql/pgxs/src/Makefile.global',
  'share/postgresql/extension/plperl.control',
  'pg-symlinks.json',
])('%s stays out', (path) => {
  expect(isNeeded(path)).toBe(false);
});

test('a link is made where a program looks for a library, not for compilers', () => {
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libecpg.so.6.18', target: 'native/lib/libecpg.so.6' },
  ];
  expect(neededLinks(links)).toEqual([{ source: 'lib/libpq.so.5.18', target: 'lib/libpq.so.5' }]);
});
