import type { ObjectRef } from '@nx-kube/kube';
import { expect, test } from 'vitest';

import type { RunEvent } from './events.ts';
import { advance, IDLE, liveLines } from './live.ts';
import { plainLines } from './plain.ts';

const backend: ObjectRef = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'todo-app', name: 'backend' };
const at = { seq: 1, elapsedMs: 10 };
const result = {
  type: 'summary',
  verb: 'minikube',
  ok: true,
  dryRun: false,
  created: [],
  updated: [],
  pruned: [],
  failed: [],
  unchanged: 23,
  interrupted: false,
  seconds: 2.13,
  ...at,
} as const;

test.each<[string, RunEvent, string[]]>([
  ['a step that begins', { type: 'step', step: 'check', state: 'started', message: 'docker', ...at }, []],
  [
    'a step that is over',
    { type: 'step', step: 'check', state: 'finished', message: 'docker 29', ...at },
    ['check     docker 29'],
  ],
  [
    'a secret',
    { type: 'secret', key: 'DATABASE_URL', source: '.env', host: 'db.example.com', ...at },
    ['secret    DATABASE_URL from .env, host db.example.com'],
  ],
  [
    'an object that was written',
    { type: 'applied', ref: backend, action: 'updated', ...at },
    ['updated   Deployment todo-app/backend'],
  ],
  ['an object that needed nothing', { type: 'applied', ref: backend, action: 'unchanged', ...at }, []],
  [
    'a wait',
    { type: 'waiting', ref: backend, message: '1 of 2 replicas available', ...at },
    ['waiting   Deployment todo-app/backend: 1 of 2 replicas available'],
  ],
  ['a run that changed nothing', result, ['done      in 2.1 s: nothing changed, all 23 objects are as they should be']],
  [
    'a run that changed something',
    { ...result, created: ['a', 'b'], pruned: ['c'] },
    ['done      in 2.1 s: 2 created, 1 pruned, 23 unchanged'],
  ],
  [
    'a run that failed',
    { ...result, ok: false, failed: ['Deployment a/b', 'Job a/c'] },
    ['failed    after 2.1 s: Deployment a/b, Job a/c'],
  ],
  [
    'an interrupted run',
    { ...result, ok: false, interrupted: true },
    ['stopped   after 2.1 s; the same command goes on from here'],
  ],
])('%s reads well in a pipe', (_, event, lines) => {
  expect(plainLines(event)).toEqual(lines);
});

test('a diagnosis has its last lines as people read them, what may be why, and its place in the source', () => {
  const text = plainLines({
    type: 'diagnosis',
    ref: backend,
    diagnosis: {
      code: 'CRASH',
      object: 'Pod todo-app/backend-1 (container backend)',
      because: 'the process ended with exit code 1',
      fix: 'correct it',
      terminal: true,
      logs: ['{"time":"2026-01-31T08:00:00Z","level":"error","service":"backend","message":"no table"}', 'plain'],
    },
    source: 'deploy/workloads.ts:34:12',
    after: { ...backend, kind: 'StatefulSet', name: 'postgres' },
    ...at,
  });
  expect(text).toEqual([
    'problem   Pod todo-app/backend-1 (container backend)  [CRASH]',
    '  because  the process ended with exit code 1',
    '  after    StatefulSet todo-app/postgres, which is broken too and may be why',
    '  log      error  no table',
    '  log      plain',
    '  fix      correct it',
    '  at       deploy/workloads.ts:34:12',
  ]);
});

test('a name that does not resolve comes with the line for the hosts file and a way without it', () => {
  const address = {
    url: 'http://todo.local',
    works: false,
    hostsLine: '192.168.49.2 todo.local',
    forwardCommand: 'npx nx-kube open --port-forward',
  };
  const text = plainLines({ ...result, address }).join('\n');
  expect(text).toContain('192.168.49.2 todo.local');
  expect(text).toContain('npx nx-kube open --port-forward');
});

test('the live part shows what is waited for, until it is ready', () => {
  const waiting = advance(IDLE, { type: 'waiting', ref: backend, message: '1 of 2', ...at });
  expect(liveLines(waiting, 0, 80).join('\n')).toContain('Deployment todo-app/backend  1 of 2');
  expect(liveLines(advance(waiting, { type: 'ready', ref: backend, ...at }), 0, 80)).toEqual([]);
});

test('the live part shows a step until it is over, and no line is wider than the terminal', () => {
  const running = advance(IDLE, { type: 'step', step: 'images', state: 'note', message: 'x'.repeat(200), ...at });
  expect(liveLines(running, 3, 60)[0]).toHaveLength(59);
  const over = advance(running, { type: 'step', step: 'images', state: 'finished', message: '', ...at });
  expect(liveLines(over, 3, 60)).toEqual([]);
});
