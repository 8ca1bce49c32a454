import { afterEach, expect, test } from 'vitest';

import { type HeldRun, holdRun, worldOf } from '../testing/held-run.ts';
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

test('without a word and without a local run, minikube is meant', async () => {
  const stub = stubWorld();
  try {
    const { world, events } = worldOf(stub);
    expect(await choosePlace({ stack }, world)).toMatchObject({
      type: 'cluster',
      options: { environment: 'minikube' },
    });
    expect(events).toMatchObject([{ type: 'note', kind: 'cluster', message: 'small, environment minikube' }]);
  } finally {
    stub.remove();
  }
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

test('a run that is over is meant only by name', async () => {
  held = await holdRun();
  await held.end();
  expect(await choosePlace({ stack }, worldOf(held.stub).world)).toMatchObject({ type: 'cluster' });
  expect(await choosePlace({ stack, environment: 'local' }, worldOf(held.stub).world)).toMatchObject({ type: 'local' });
});

test('a local run is in no cluster', async () => {
  held = await holdRun();
  const asked = choosePlace({ stack, environment: 'local', profile: 'minikube' }, worldOf(held.stub).world);
  await expect(asked).rejects.toMatchObject({ code: 'USAGE' });
});
