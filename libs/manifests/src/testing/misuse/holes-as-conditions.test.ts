import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Expr } from '../../hole/expr.ts';
import { mistakes } from './holes-as-conditions.ts';

const root = join(import.meta.dirname, '../../../../..');
const fixture = join(import.meta.dirname, 'holes-as-conditions.ts');

test(
  'lint finds every hole that is used as a condition, and nothing is found where there is none',
  { timeout: 60_000 },
  () => {
    // A comment that hides nothing is an error here: each of them stands for a mistake that lint has found.
    const flags = ['--type-aware', '--deny-warnings', '--report-unused-disable-directives-severity=error'];
    const lint = spawnSync(join(root, 'node_modules/.bin/oxlint'), [...flags, fixture], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(lint.stdout).toContain('Found 0 warnings and 0 errors.');
    expect(readFileSync(fixture, 'utf8').match(/-- the mistake itself/g)).toHaveLength(6);
  },
);

test('a hole is always true: nothing but lint can tell', () => {
  const hole = {} as Expr<boolean> & Expr<string>;
  expect(mistakes(hole, hole).length).toBe(6);
  expect(
    mistakes(hole, hole)
      .slice(0, 2)
      .map((mistake) => mistake()),
  ).toEqual(['yes', false]);
});
