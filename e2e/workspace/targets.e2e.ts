import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { checkout, checkoutIn, type Checkout } from '../support/checkout.ts';
import { check, type Outcome } from '../support/run.ts';
import { withoutDocker } from './without-docker.ts';

/** Every face: its task, how people run it, and where it writes. */
const faces = [
  {
    task: 'deploy:render:minikube',
    words: ['deploy:render'],
    verb: ['render'],
    output: 'dist/deploy/minikube/k8s',
  },
  {
    task: 'deploy:render:prod',
    words: ['deploy:render', '--configuration=prod'],
    verb: ['render', '--environment=prod'],
    output: 'dist/deploy/prod/k8s',
  },
  { task: 'deploy:chart', words: ['deploy:chart'], verb: ['chart'], output: 'dist/deploy/helm/todo-app' },
  {
    task: 'deploy:chart-package',
    words: ['deploy:chart-package'],
    verb: ['chart-package'],
    output: 'dist/deploy/helm/todo-app-0.1.0.tgz',
  },
  { task: 'deploy:kustomize', words: ['deploy:kustomize'], verb: ['kustomize'], output: 'dist/deploy/kustomize' },
  { task: 'deploy:compose', words: ['deploy:compose'], verb: ['compose'], output: 'dist/deploy/compose.yaml' },
];
const tasks = faces.map(({ task }) => task).toSorted();
const images = ['backend', 'frontend', 'mcp', 'node-base', 'todo-postgres'];

/** Milliseconds for what builds everything, or waits for an installation. */
const PATIENCE = 900_000;

const clone = checkoutIn(inject('clone'));
const bin = withoutDocker(clone.folder);
/** Another clone in another folder, with an installation of its own; made while the first tests run. */
let other: Promise<Checkout>;

beforeAll(() => {
  other = checkout('workspace-other-folder', { modules: 'install' });
  // The tests that wait for it say what is wrong.
  other.catch(() => undefined);
});
afterAll(async () => {
  await clone.restore();
  (await other).remove();
});

const nx = (at: Checkout, ...words: readonly string[]): Promise<Outcome> =>
  at.bin(['nx', ...words], { PATH: bin, DOCKER_HOST: 'tcp://127.0.0.1:9' });

/** The tasks of the deploy that Nx took from its cache. */
function fromCache({ all }: Outcome): readonly string[] {
  const lines = all.matchAll(/nx run (deploy:\S+) .*\[(?:local cache|existing outputs match the cache, left as is)\]/g);
  return [...lines].map(([, task = '']) => task);
}

/** Runs every face, one after the other, in as few starts of Nx as there can be; all must succeed. */
async function everyFace(at: Checkout): Promise<readonly string[]> {
  const targets = ['render', 'chart', 'chart-package', 'kustomize', 'compose'];
  const outcomes = [
    await nx(at, 'run-many', '-p', 'deploy', '-t', ...targets, '--parallel=1'),
    await nx(at, 'run', 'deploy:render', '--configuration=prod'),
  ];
  for (const outcome of outcomes) expect(outcome.code, outcome.all).toBe(0);
  return outcomes.flatMap(fromCache).toSorted();
}

/** Every file below a path, or the file that it is, with the bytes in it. */
function filesOf(at: Checkout, path: string): Readonly<Record<string, string>> {
  const root = join(at.folder, path);
  const entries =
    root.endsWith('.tgz') || root.endsWith('.yaml')
      ? undefined
      : readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) ?? [root];
  return Object.fromEntries(
    paths.toSorted().map((file) => [relative(root, file), readFileSync(file).toString('base64')]),
  );
}

test('no Docker is to be found', async () => {
  await expect(check('sh', ['-c', 'command -v docker'], { env: { PATH: bin } })).rejects.toThrow('ended with');
});

const read = (at: Checkout): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(faces.map(({ task, output }) => [task, filesOf(at, output)]));

const removeOutputs = (): void => {
  for (const { output } of faces) rmSync(join(clone.folder, output), { recursive: true });
};

describe('the targets of the faces', () => {
  let bytes: ReturnType<typeof read>;
  const names = (): readonly string[] =>
    readdirSync(join(clone.folder, 'dist/deploy'), { recursive: true, encoding: 'utf8' });
  const drafts = (): readonly string[] => names().filter((name) => /\.(draft-\d+|old)$/.test(name));

  test.each(faces)('nx run $words.0 writes $output where nothing was built before', async ({ words, output }) => {
    const outcome = await nx(clone, 'run', ...words);
    expect(outcome.code, outcome.all).toBe(0);
    expect(fromCache(outcome)).toEqual([]);
    expect(Object.keys(filesOf(clone, output)).length).toBeGreaterThan(0);
    expect(drafts()).toEqual([]);
  });

  test('are cache hits when nothing has changed', async () => {
    bytes = read(clone);
    expect(await everyFace(clone)).toEqual(tasks);
  });

  test('come back from the cache with the same bytes', async () => {
    removeOutputs();
    expect(await everyFace(clone)).toEqual(tasks);
    expect(read(clone)).toEqual(bytes);
    removeOutputs();
  });

  test.each(faces)('nx-kube $verb.0 writes the same bytes into $output', async ({ task, verb, output }) => {
    const anew = await clone.bin(['nx-kube', ...verb], { PATH: bin });
    expect(anew.code, anew.all).toBe(0);
    expect(filesOf(clone, output)).toEqual(bytes[task]);
    expect(drafts()).toEqual([]);
  });
});

test(
  'two clean builds in two folders give the same tags',
  async () => {
    const bundle = ['nx', 'run-many', '-t', 'bundle', '-p', images.join(',')];
    for (const at of [clone, await other]) {
      const built = await at.bin(bundle);
      expect(built.code, built.all).toBe(0);
    }
    for (const image of images) {
      const file = `dist/images/${image}.json`;
      expect((await other).read(file), image).toBe(clone.read(file));
    }
  },
  PATIENCE,
);

test('another checkout in another folder writes the same bytes', async () => {
  expect(await everyFace(await other)).toEqual([]);
  expect(read(await other)).toEqual(read(clone));
});

test('Helm takes the package for what the folder is', async () => {
  const file = join(clone.folder, 'dist/deploy/helm/todo-app-0.1.0.tgz');
  const folder = join(clone.folder, 'dist/deploy/helm/todo-app');
  for (const helm of ['helm', 'helm3']) {
    expect(await check(helm, ['show', 'chart', file])).toBe(await check(helm, ['show', 'chart', folder]));
    const values = ['--set', `secrets.betterAuthSecret=${'x'.repeat(32)},secrets.postgresPassword=x`];
    const ofFile = await check(helm, ['template', 'todo-app', file, ...values]);
    expect(ofFile).toBe(await check(helm, ['template', 'todo-app', folder, ...values]));
  }
});

test('a folder that a person names is written, restored from the cache, and never another one than ours', async () => {
  const words = ['deploy:kustomize', '--output-path=tmp/elsewhere'];
  const first = await nx(clone, 'run', ...words);
  expect(first.code, first.all).toBe(0);
  rmSync(join(clone.folder, 'tmp/elsewhere'), { recursive: true });
  expect(fromCache(await nx(clone, 'run', ...words))).toEqual(['deploy:kustomize']);
  expect(filesOf(clone, 'tmp/elsewhere')).toEqual(filesOf(clone, 'dist/deploy/kustomize'));

  const home = join(clone.folder, 'tmp/home');
  mkdirSync(home);
  writeFileSync(join(home, 'diary.txt'), 'dear');
  const refused = await nx(clone, 'run', 'deploy:kustomize', '--output-path=tmp/home');
  expect(refused.code).not.toBe(0);
  expect(refused.all).toContain('[OUTPUT_FOLDER]');
  expect(filesOf(clone, 'tmp/home')).toEqual({ 'diary.txt': Buffer.from('dear').toString('base64') });
});

test('the secrets that a person fills in stay, and never get into the cache of Nx', async () => {
  const secrets = join(clone.folder, 'dist/deploy/kustomize/overlays/prod/secrets.env');
  writeFileSync(secrets, 'BETTER_AUTH_SECRET=canary-in-the-overlay\n');
  clone.edit('deploy/environments/prod.ts', /$/, '\n// an edit\n');
  expect(fromCache(await nx(clone, 'run', 'deploy:kustomize'))).toEqual([]);
  await clone.restore();
  expect(fromCache(await nx(clone, 'run', 'deploy:kustomize'))).toEqual(['deploy:kustomize']);
  expect(readFileSync(secrets, 'utf8')).toContain('canary');
  await expect(check('grep', ['-rl', 'canary-in-the-overlay', '.nx'], { cwd: clone.folder })).rejects.toThrow(
    'ended with 1',
  );
});

test('render is cached until the plugin changes', async () => {
  expect(fromCache(await nx(clone, 'run', 'deploy:render'))).toEqual(['deploy:render:minikube']);
  clone.edit('tools/nx-kube/src/plugin.ts', /$/, '\n// an edit\n');
  const edited = await nx(clone, 'run', 'deploy:render');
  await clone.restore();
  expect(edited.code, edited.all).toBe(0);
  expect(fromCache(edited)).toEqual([]);
});

test('a faulty environment writes nothing of any face', async () => {
  const before = filesOf(clone, 'dist/deploy');
  clone.edit('deploy/environments/prod.ts', /environment: 'prod'/, "environment: 'production'");
  try {
    for (const { words } of faces.filter(
      ({ words: [face, ...more] }) => face !== 'deploy:compose' && (face !== 'deploy:render' || more.length > 0),
    )) {
      const outcome = await nx(clone, 'run', ...words);
      expect(outcome.code, words.join(' ')).not.toBe(0);
      expect(outcome.all).toContain('environment');
    }
    expect(filesOf(clone, 'dist/deploy')).toEqual(before);
  } finally {
    await clone.restore();
  }
});
