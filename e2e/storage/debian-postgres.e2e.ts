import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check, run } from '../support/run.ts';

const workspace = join(import.meta.dirname, '../..');
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the newest server that Debian's package `postgresql` has put on this machine. */
function newestServer(): string {
  const majors = readdirSync(DEBIAN).map(Number).filter(Number.isInteger);
  if (majors.length === 0) throw new Error(`${DEBIAN} holds no server. Install the package postgresql.`);
  return join(DEBIAN, String(Math.max(...majors)));
}

test("the storage's tests pass on Debian's own server too, and none of them is left out", async () => {
  const programs = newestServer();
  expect(await check(join(programs, 'bin/postgres'), ['--version'])).toMatch(/^postgres \(PostgreSQL\) \d+/);
  const { code, all } = await run('vitest', ['run', '--root', 'libs/todo-db', '--testTimeout', '60000'], {
    cwd: workspace,
    env: { TODO_POSTGRES_PROGRAMS: programs, PATH: `${join(workspace, 'node_modules/.bin')}:${process.env['PATH']}` },
  });
  expect(code, all).toBe(0);
  expect(all).not.toMatch(/\bskipped\b/);
});
