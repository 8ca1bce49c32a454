import { join } from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type StubWorld, stubWorld } from './testing/stub-programs.ts';

const program = join(import.meta.dirname, '../bin/nx-kube.mjs');
const plugin = join(import.meta.dirname, '../plugin.mjs');

/** Loaded before the program: writes the packages that it imports, each once, after all that it prints itself. */
const TRACE = `
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  const asked = new Set();
  registerHooks({ resolve: (specifier, context, next) => (asked.add(specifier), next(specifier, context)) });
  process.on('exit', () => writeSync(2, '\\n' + JSON.stringify([...asked])));
`;

let stub: StubWorld;
beforeAll(() => {
  stub = stubWorld();
});
afterAll(() => stub.remove());

/** The packages that a program loads, without those of Node.js. */
async function loadedBy(args: readonly string[], file = program): Promise<readonly string[]> {
  const trace = `data:text/javascript,${encodeURIComponent(TRACE)}`;
  const { stderr } = await execa(process.execPath, ['--import', trace, file, ...args], {
    cwd: stub.root,
    env: stub.env,
    reject: false,
  });
  const asked = JSON.parse(stderr.split('\n').at(-1) ?? '') as string[];
  return asked.filter((specifier) => /^(@|[a-z0-9-]+($|\/))/.test(specifier)).toSorted();
}

test('each run of Nx, which loads the plugin, loads no package with it but the reader of Dockerfiles', async () => {
  expect(await loadedBy([], plugin)).toEqual(['@nx-kube/image/dockerfile']);
});

test.each([[['--help']], [['status', '--help']], [['--nonsense']], [['status', '--nonsense']]])(
  '%j loads no package',
  async (args) => {
    expect(await loadedBy(args)).toEqual([]);
  },
);

test.each(['status', 'logs', 'diagnose', 'open', 'destroy'])(
  '%s of a run on this machine loads nothing of clusters, and nothing of what runs it',
  async (verb) => {
    const loaded = await loadedBy([verb, '--stack=stack.mjs', '--environment=local']);
    const forbidden = /^@nx-kube\/(apply|image|minikube|local$)|^(execa|yaml)$/;
    expect(loaded).toContain('@nx-kube/local/run');
    expect(loaded.filter((name) => forbidden.test(name))).toEqual([]);
  },
);

test.each(['render', 'chart', 'kustomize', 'compose'])('%s loads nothing that reaches out', async (verb) => {
  const loaded = await loadedBy([verb, '--stack=stack.mjs']);
  expect(loaded.find((name) => name.startsWith('@nx-kube/manifests'))).toBeDefined();
  expect(loaded.filter((name) => /^@nx-kube\/(apply|image$|minikube|local$)|^execa$/.test(name))).toEqual([]);
});
