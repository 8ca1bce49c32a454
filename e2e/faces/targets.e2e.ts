import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout, type Checkout } from '../support/checkout.ts';
import { check, type Outcome } from '../support/run.ts';

/** Every face, and where its target writes. */
const faces = [
  { words: ['deploy:render'], verb: ['render'], output: 'dist/deploy/minikube/k8s' },
  {
    words: ['deploy:render', '--configuration=prod'],
    verb: ['render', '--environment=prod'],
    output: 'dist/deploy/prod/k8s',
  },
  { words: ['deploy:chart'], verb: ['chart'], output: 'dist/deploy/helm/todo-app' },
  { words: ['deploy:chart-package'], verb: ['chart-package'], output: 'dist/deploy/helm/todo-app-0.1.0.tgz' },
  { words: ['deploy:kustomize'], verb: ['kustomize'], output: 'dist/deploy/kustomize' },
  { words: ['deploy:compose'], verb: ['compose'], output: 'dist/deploy/compose.yaml' },
];
const FROM_CACHE = /nx run deploy:\S+.*\[(local cache|existing outputs match the cache, left as is)\]/;

let clone: Checkout;
let bin: string;

beforeAll(async () => {
  clone = await checkout('faces');
  bin = withoutDocker(clone.folder);
});
afterAll(() => clone?.remove());

/** A folder with every program of this machine but Docker. */
function withoutDocker(parent: string): string {
  const folder = join(parent, 'tmp', 'bin');
  mkdirSync(folder, { recursive: true });
  for (const from of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of listFolder(from)) {
      if (/^(docker|buildx|podman|nerdctl)/.test(name)) continue;
      // The first of a name is the one that a shell finds.
      if (!listed.has(name)) symlinkSync(join(from, name), join(folder, name));
      listed.add(name);
    }
  }
  return folder;
}
const listed = new Set<string>();

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a PATH may name what is not there
  }
}

const nx = (at: Checkout, ...words: readonly string[]): Promise<Outcome> =>
  at.npx(['nx', 'run', ...words], { PATH: bin, DOCKER_HOST: 'tcp://127.0.0.1:9' });

/** Every file below a path, or the file that it is, with the bytes in it. */
function read(at: Checkout, path: string): Readonly<Record<string, string>> {
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

describe.each(faces)('nx run $words.0 for $output', ({ words, verb, output }) => {
  test('writes the same bytes in every run, and is a cache hit when nothing has changed', async () => {
    const first = await nx(clone, ...words);
    expect(first.code, first.all).toBe(0);
    const bytes = read(clone, output);
    expect(Object.keys(bytes).length).toBeGreaterThan(0);

    const again = await nx(clone, ...words);
    expect(again.all).toMatch(FROM_CACHE);
    rmSync(join(clone.folder, output), { recursive: true });
    const restored = await nx(clone, ...words);
    expect(restored.all).toMatch(FROM_CACHE);
    expect(read(clone, output)).toEqual(bytes);

    rmSync(join(clone.folder, output), { recursive: true });
    const anew = await clone.npx(['nx-kube', ...verb], { PATH: bin });
    expect(anew.code, anew.all).toBe(0);
    expect(read(clone, output)).toEqual(bytes);
  });

  test('leaves no draft behind', () => {
    const all = readdirSync(join(clone.folder, 'dist/deploy'), { recursive: true, encoding: 'utf8' });
    expect(all.filter((name) => /\.(draft-\d+|old)$/.test(name))).toEqual([]);
  });
});

test('another checkout in another folder writes the same bytes', async () => {
  const other = await checkout('faces-in-another-folder');
  try {
    for (const { words, output } of faces) {
      const outcome = await nx(other, ...words);
      expect(outcome.code, outcome.all).toBe(0);
      expect(read(other, output), output).toEqual(read(clone, output));
    }
  } finally {
    other.remove();
  }
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
  const first = await nx(clone, ...words);
  expect(first.code, first.all).toBe(0);
  rmSync(join(clone.folder, 'tmp/elsewhere'), { recursive: true });
  expect((await nx(clone, ...words)).all).toMatch(FROM_CACHE);
  expect(read(clone, 'tmp/elsewhere')).toEqual(read(clone, 'dist/deploy/kustomize'));

  const home = join(clone.folder, 'tmp/home');
  mkdirSync(home);
  writeFileSync(join(home, 'diary.txt'), 'dear');
  const refused = await nx(clone, 'deploy:kustomize', '--output-path=tmp/home');
  expect(refused.code).not.toBe(0);
  expect(refused.all).toContain('[OUTPUT_FOLDER]');
  expect(read(clone, 'tmp/home')).toEqual({ 'diary.txt': Buffer.from('dear').toString('base64') });
});

test('the secrets that a person fills in stay, and never get into the cache of Nx', async () => {
  const secrets = join(clone.folder, 'dist/deploy/kustomize/overlays/prod/secrets.env');
  writeFileSync(secrets, 'BETTER_AUTH_SECRET=canary-in-the-overlay\n');
  clone.edit('deploy/environments/prod.ts', /$/, '\n// an edit\n');
  expect((await nx(clone, 'deploy:kustomize')).all).not.toMatch(FROM_CACHE);
  await clone.restore();
  expect((await nx(clone, 'deploy:kustomize')).all).toMatch(FROM_CACHE);
  expect(readFileSync(secrets, 'utf8')).toContain('canary');
  await expect(check('grep', ['-rl', 'canary-in-the-overlay', '.nx'], { cwd: clone.folder })).rejects.toThrow(
    'ended with 1',
  );
});

test('a faulty environment writes nothing of any face', async () => {
  const before = read(clone, 'dist/deploy');
  clone.edit('deploy/environments/prod.ts', /environment: 'prod'/, "environment: 'production'");
  try {
    for (const { words } of faces.filter(
      ({ words: [face, ...more] }) => face !== 'deploy:compose' && (face !== 'deploy:render' || more.length > 0),
    )) {
      const outcome = await nx(clone, ...words);
      expect(outcome.code, words.join(' ')).not.toBe(0);
      expect(outcome.all).toContain('environment');
    }
    expect(read(clone, 'dist/deploy')).toEqual(before);
  } finally {
    await clone.restore();
  }
});
