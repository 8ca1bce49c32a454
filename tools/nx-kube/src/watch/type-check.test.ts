import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openTypeCheck, type TypeCheck, type TypeNews } from './type-check.ts';

let root = '';
let news: TypeNews[] = [];
let types: TypeCheck;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'types-'));
  news = [];
  // A compiler that prints a file named by the project, and fails when there is something in it.
  const program =
    'const text = require("fs").readFileSync(process.argv[1], "utf8"); console.log(text); process.exit(text ? 2 : 0)';
  writeFileSync(join(root, 'check.sh'), `[ "$1" = slow ] && sleep 60; exec node -e '${program}' "$1"`);
  for (const name of ['shop', 'site', 'prices']) write(name);
  types = openTypeCheck({
    root,
    env: process.env,
    commandOf: (project) => (project === 'none' ? undefined : `sh check.sh ${project}`),
    tell: (each) => news.push(each),
  });
});
afterEach(async () => {
  await types.close();
  rmSync(root, { recursive: true });
});

function write(project: string, ...faults: readonly string[]): void {
  writeFileSync(join(root, project), faults.map((fault) => `${fault}(1,2): error TS1: no\n`).join(''));
}

async function settled(): Promise<TypeNews> {
  for (;;) {
    const last = news.at(-1);
    if (last?.open === 0) return last;
    await sleep(20);
  }
}

test('a fault that several projects find is told once, and is gone when it is mended', async () => {
  write('prices', 'libs/prices/a.ts');
  write('shop', 'libs/prices/a.ts', 'apps/shop/b.ts');
  types.check(['prices', 'shop', 'site', 'none']);
  expect(await settled()).toMatchObject({ total: 2, open: 0 });
  expect(news.flatMap(({ found }) => found)).toEqual(['libs/prices/a.ts:1:2 TS1 no', 'apps/shop/b.ts:1:2 TS1 no']);
  news = [];
  write('prices');
  write('shop');
  types.check(['prices', 'shop']);
  expect(await settled()).toEqual({ found: [], total: 0, open: 0 });
});

test('a change of what is being checked begins that check anew, another one does not', async () => {
  write('slow');
  types.check(['slow', 'site']);
  await sleep(300);
  write('shop', 'apps/shop/b.ts');
  types.check(['shop']);
  await sleep(300);
  expect(news).toEqual([]);
  types.check(['shop', 'slow']);
  while (news.length === 0) await sleep(20);
  expect(news).toEqual([{ found: ['apps/shop/b.ts:1:2 TS1 no'], total: 1, open: 2 }]);
});
