import { afterEach, expect, test } from 'vitest';

import { localFolder } from '../local/folder.ts';
import { type HeldRun, holdRun, spawnRun, worldOf } from '../testing/held-run.ts';
import { publishRun } from '../testing/published-run.ts';
import { stubWorld } from '../testing/stub-programs.ts';
import { choosePlace } from './place.ts';

let held: HeldRun | undefined;
afterEach(async () => {
  await held?.remove();
  held = undefined;
});

const stack = 'stack.mjs';

test('without a word, a run on this machine is meant while it runs, and the first line says so', async () => {
  held = await holdRun({ state: { mode: 'watch' } });
  const { world, events } = worldOf(held.stub);
  expect(await choosePlace({ stack }, world)).toMatchObject({ type: 'local', run: { pid: process.pid } });
  expect(events).toMatchObject([{ type: 'note', kind: 'local' }]);
  expect(JSON.stringify(events)).toContain(`${process.pid}`);
});

test.each([
  ['running', true, 'cluster'],
  ['running', false, 'cluster'],
  ['stopped', true, 'local'],
  ['stopped', false, 'cluster'],
  ['absent', true, 'local'],
  ['absent', false, 'local'],
] as const)(
  'without a word, minikube %s and an earlier run here %s: it is the %s one',
  async (state, earlier, type) => {
    const stub = stubWorld();
    try {
      if (earlier) await (await publishRun(localFolder(stub.root, 'small'), {})).close();
      const { world, events } = worldOf(stub);
      expect(await choosePlace({ stack }, world, () => Promise.resolve(state))).toMatchObject({ type });
      expect(events).toMatchObject([{ type: 'note', kind: type }]);
    } finally {
      stub.remove();
    }
  },
);

test('a run here that ended badly is mentioned where minikube is shown', async () => {
  held = await spawnRun();
  await held.end('SIGKILL');
  const { world, events } = worldOf(held.stub);
  await choosePlace({ stack }, world, () => Promise.resolve('running'));
  expect(events).toMatchObject([{ kind: 'cluster' }, { kind: 'local' }]);
});

test.each([
  [{ environment: 'minikube' }, 'minikube'],
  [{ environment: 'prod' }, 'prod'],
  [{ profile: 'two' }, 'minikube'],
  [{ namespace: 'other' }, 'minikube'],
])('%j means a cluster, whatever runs here', async (named, environment) => {
  held = await holdRun();
  const place = await choosePlace({ stack, ...named }, worldOf(held.stub).world);
  expect(place).toMatchObject({ type: 'cluster', options: { environment } });
});

test('a run that is over is meant by its name', async () => {
  held = await holdRun();
  await held.end();
  expect(await choosePlace({ stack, environment: 'local' }, worldOf(held.stub).world)).toMatchObject({ type: 'local' });
});

test('a local run is in no cluster', async () => {
  held = await holdRun();
  const asked = choosePlace({ stack, environment: 'local', profile: 'minikube' }, worldOf(held.stub).world);
  await expect(asked).rejects.toMatchObject({ code: 'USAGE' });
});
