import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { join as signUp } from './member.ts';
import { endProcesses } from './processes.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));
const GARBAGE = Buffer.alloc(8192, 'garbage');

/** The server's own control file, wherever below the state of the run its data lie. */
function controlFiles(): readonly string[] {
  const found = execFileSync('find', [join(copy.folder, '.nx-kube'), '-path', '*/global/pg_control'], {
    encoding: 'utf8',
  });
  return found.split('\n').filter(Boolean);
}

test('data that cannot be read are named with the way out; --fresh begins anew and keeps them beside', async () => {
  copy.forgetData();
  const first = await copy.up();
  await (await signUp(first.url)).add('Lost');
  first.interrupt();
  await first.end();
  const [control = ''] = controlFiles();
  writeFileSync(control, GARBAGE);

  const refused = copy.start('local');
  const { code } = await refused.end(90_000);
  expect(code, refused.output()).toBe(1);
  expect(refused.output()).toContain('DATA_CORRUPTED');
  expect(refused.output()).toContain('--fresh');
  expect(copy.processes()).toEqual([]);
  expect(readFileSync(control).equals(GARBAGE)).toBe(true);

  const fresh = await copy.up('--fresh');
  const ann = await signUp(fresh.url);
  await ann.add('New');
  expect(await ann.titles()).toEqual(['New']);
  fresh.interrupt();
  await fresh.end();
  const kept = controlFiles().filter((path) => readFileSync(path).equals(GARBAGE));
  expect(kept).toHaveLength(1);
  expect(kept[0]).toContain('data.old');
  expect(copy.processes()).toEqual([]);
});

test('data survive that the server was killed with all of the run, again and again', async () => {
  copy.forgetData();
  let first = await copy.up();
  const ann = await signUp(first.url);
  const titles: string[] = [];
  for (const title of ['One', 'Two', 'Three']) {
    await ann.at(first.url).add(title);
    titles.push(title);
    endProcesses(copy.processes());
    await first.end();
    first = await copy.up();
    expect(await ann.at(first.url).titles()).toEqual(titles.toSorted());
  }
  first.interrupt();
  await first.end();
  expect(copy.processes()).toEqual([]);
});
