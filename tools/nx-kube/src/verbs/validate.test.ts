import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { OwnEvent } from '../report/events.ts';
import { plainLines } from '../report/plain.ts';
import type { Outcome } from '../world.ts';
import { run, type ValidateOptions } from './validate.ts';

const root = join(import.meta.dirname, '../..');
const stack = 'src/testing/faulty-stack.ts';

async function validated(options: Partial<ValidateOptions> = {}): Promise<{ events: OwnEvent[]; outcome: Outcome }> {
  const events: OwnEvent[] = [];
  const world = { root, env: {}, signal: new AbortController().signal, underNx: true };
  const outcome = await run({ stack, ...options }, { ...world, emit: (event) => events.push(event as OwnEvent) });
  return { events, outcome };
}

const issuesOf = (events: readonly OwnEvent[]) => events.filter((event) => event.type === 'issue');

test('the faults of all environments are told at once, each with its object, path, rule and fix', async () => {
  const { events, outcome } = await validated();
  expect(outcome).toBe('failed');
  expect(issuesOf(events).map(({ environment, object, path, rule }) => [environment, object, path, rule])).toEqual([
    ['dev', 'Namespace demo', 'metadata.lables', 'schema/unknown-field'],
    ...['dev', 'prod'].flatMap((environment) => [
      [environment, 'Service demo/web', 'spec.ports', 'values/required'],
      [environment, 'Secret demo/keys', 'data["TO KEN"]', 'names/key'],
      [environment, 'PodDisruptionBudget demo/web', 'apiVersion', 'version/removed-api'],
    ]),
  ]);
  expect(issuesOf(events).every(({ fix }) => fix.length > 0)).toBe(true);
});

test('an issue comes with the line of the stack where its object was written', async () => {
  const { events } = await validated({ environment: 'dev' });
  const lines = readFileSync(join(root, stack), 'utf8').split('\n');
  const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text)) + 1;
  const sources = issuesOf(events).map(({ source }) => source?.replace(/:\d+$/, ''));
  expect(sources).toEqual([
    `${stack}:${lineOf('when(create,')}`,
    `${stack}:${lineOf('object({')}`,
    `${stack}:${lineOf('secret({')}`,
    undefined, // a plain literal in the list remembers nothing
  ]);
});

test('the text names each environment and object once, and no value of a secret', async () => {
  const { events } = await validated();
  const text = events.flatMap((event, index) => plainLines({ ...event, seq: index, elapsedMs: 0 })).join('\n');
  expect(text.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
    'invalid   dev: 4 issues in 4 of 4 objects',
    expect.stringMatching(/^faulty {4}Namespace demo {2}src\/testing\/faulty-stack.ts:\d+:\d+$/),
    expect.stringContaining('faulty    Service demo/web'),
    expect.stringContaining('faulty    Secret demo/keys'),
    'faulty    PodDisruptionBudget demo/web',
    'invalid   prod: 3 issues in 3 of 3 objects',
    expect.stringContaining('faulty    Service demo/web'),
    expect.stringContaining('faulty    Secret demo/keys'),
    'faulty    PodDisruptionBudget demo/web',
  ]);
  expect(text + JSON.stringify(events)).not.toMatch(/canary|Y2FuYXJ5/);
});

test('the version to check against can be chosen, and has to be one', async () => {
  const { events } = await validated({ environment: 'prod', kubernetesVersion: '1.34' });
  expect(issuesOf(events)).toHaveLength(3);
  await expect(validated({ kubernetesVersion: 'newest' })).rejects.toMatchObject({ code: 'USAGE' });
});
