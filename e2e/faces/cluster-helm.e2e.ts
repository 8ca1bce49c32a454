import { join } from 'node:path';
import { loadIntoNode, readImageReference } from '@nx-kube/image';
import { findProfile } from '@nx-kube/minikube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import stack from '../../deploy/stack.ts';
import { testCluster, type Live } from '../support/cluster.ts';
import { check, type Outcome, run } from '../support/run.ts';
import { evaluated, HELMS, todoChart, type ChartFolder, type HelmBinary } from './todo-chart.ts';

const cluster = testCluster();
const repository = join(import.meta.dirname, '../..');
const NAMESPACES = ['todo-app', 'todo-helm'];
const secrets = { betterAuthSecret: 'e2e-only-0123456789abcdef0123456789abcdef', postgresPassword: 'e2e-only.1' };
const flags = Object.entries(secrets).flatMap(([key, value]) => ['--set', `secrets.${key}=${value}`]);
/** kube-scheduler sometimes misses that a volume was bound, and looks at the pod again after five minutes only. */
const PATIENCE_SECONDS = 480;
let chart: ChartFolder;

/** The images as the targets made them, in the node of the cluster. */
beforeAll(async () => {
  await check('npx', ['nx', 'run-many', '-t', 'docker-build'], { cwd: repository, env: { NX_DAEMON: 'false' } });
  const references = stack.images.map(async (project) => [
    project,
    (await readImageReference(repository, project)).ref,
  ]);
  const images = Object.fromEntries(await Promise.all(references)) as Readonly<Record<string, string>>;
  const profile = await findProfile({ profile: cluster.profile });
  if (!profile || (profile.runtime !== 'docker' && profile.runtime !== 'containerd'))
    throw new Error(`${cluster.profile} is no running profile with a runtime that images can be loaded into`);
  const { runtime, nodes } = profile;
  const signal = AbortSignal.timeout(300_000);
  await Promise.all(nodes.map((node) => loadIntoNode({ node, runtime, refs: Object.values(images), signal })));
  chart = todoChart(images);
  await removeAll();
});

afterAll(async () => {
  await removeAll();
  chart?.remove();
});

async function removeAll(): Promise<void> {
  for (const namespace of ['default', ...NAMESPACES]) {
    await run('helm', [
      'uninstall',
      stack.name,
      '-n',
      namespace,
      '--kube-context',
      cluster.profile,
      '--ignore-not-found',
    ]);
  }
  await cluster.kubectl('delete', 'namespace', ...NAMESPACES, '--ignore-not-found', '--wait=true');
}

async function helm(binary: HelmBinary, ...args: readonly string[]): Promise<Outcome> {
  return run(binary, [...args, '--kube-context', cluster.profile]);
}

/** The pods that are there to stay, uid by name. */
async function pods(namespace: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const text = await cluster.kubectl('-n', namespace, 'get', 'pods', '-l', 'app=todo-chatbot', '-o', 'json');
  const items = (JSON.parse(text) as { items: Live[] }).items.filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  const restarts = items.flatMap(
    ({ status }) => status?.containerStatuses?.map(({ restartCount }) => restartCount) ?? [],
  );
  expect(restarts.every((count) => count === 0)).toBe(true);
  const byComponent = Map.groupBy(items, ({ metadata }) => metadata.labels?.['component'] ?? '');
  return Object.fromEntries(
    [...byComponent].map(([name, of]) => [name, of.map(({ metadata }) => metadata.uid).sort()]),
  );
}

/** Components whose pods read this key of the Secret. */
function readersOf(key: string): readonly string[] {
  const reads = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    ((value as { secretKeyRef?: { key?: string } }).secretKeyRef?.key === key || Object.values(value).some(reads));
  return Object.values(evaluated({ secrets }))
    .filter((object) => reads(object['spec']))
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** Both ways to install, as README and NOTES give them. */
const ways = [
  { way: 'as typed', release: 'default', namespace: 'todo-app', more: [] },
  {
    way: 'into a namespace that Helm makes',
    release: 'todo-helm',
    namespace: 'todo-helm',
    more: ['-n', 'todo-helm', '--create-namespace', '--set', 'namespace.create=false,namespace.name=todo-helm'],
  },
] as const;

/** By namespace, how its last release leaves it: pods drain while the next release starts elsewhere. */
const left = new Map<string, Promise<Outcome>>();

/** Uninstalls a release, and gives how it looks for the namespace in which it was. */
async function leave(binary: HelmBinary, release: string, namespace: string): Promise<Outcome> {
  const outcome = await helm(binary, 'uninstall', stack.name, '-n', release, '--wait');
  expect(outcome.code, outcome.all).toBe(0);
  await cluster.kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=true');
  return cluster.tryKubectl('get', 'namespace', namespace);
}

async function expectGone(namespace: string): Promise<void> {
  const found = await left.get(namespace);
  expect(found?.code, found?.all).not.toBe(0);
}

describe.each(HELMS)('%s', (binary) => {
  describe.each(ways)('$way', ({ release, namespace, more }) => {
    const install = (): readonly string[] => [
      stack.name,
      chart.folder,
      ...more,
      ...flags,
      '--wait',
      `--timeout=${PATIENCE_SECONDS}s`,
    ];

    test(
      'installs, becomes ready, and says where it is',
      async () => {
        await expectGone(namespace);
        const outcome = await helm(binary, 'install', ...install());
        expect(outcome.code, outcome.all).toBe(0);
        expect(outcome.stdout).toContain('http://todo.local');
        const counts = Object.entries(await pods(namespace)).map(([name, uids]) => [name, uids.length]);
        expect(Object.fromEntries(counts)).toEqual({ frontend: 2, backend: 2, mcp: 1, postgres: 1 });
      },
      1000 * (PATIENCE_SECONDS + 30),
    );

    test('passes its own test', async () => {
      const outcome = await helm(binary, 'test', stack.name, '-n', release, '--timeout=3m');
      expect(outcome.code, outcome.all).toBe(0);
      expect(outcome.all).toMatch(/Phase:\s+Succeeded/);
    });

    test('upgraded without a change, keeps every pod', async () => {
      const before = await pods(namespace);
      const flag = more.filter((arg) => arg !== '--create-namespace');
      const outcome = await helm(binary, 'upgrade', stack.name, chart.folder, ...flag, ...flags, '--wait');
      expect(outcome.code, outcome.all).toBe(0);
      expect(await pods(namespace)).toEqual(before);
    });

    test('upgraded with another secret, rolls the pods that read it and no other', async () => {
      const before = await pods(namespace);
      const readers = readersOf('BETTER_AUTH_SECRET');
      expect(readers).toContain('frontend');
      const changed = ['--set', `secrets.betterAuthSecret=${secrets.betterAuthSecret}-changed`];
      const upgrade = ['upgrade', stack.name, chart.folder, '-n', release, '--reset-then-reuse-values', ...changed];
      const outcome = await helm(binary, ...upgrade, '--wait');
      expect(outcome.code, outcome.all).toBe(0);
      const after = await pods(namespace);
      const rolled = Object.keys(before).filter((name) => !before[name]?.some((uid) => after[name]?.includes(uid)));
      const kept = Object.keys(before).filter((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]));
      expect(rolled.sort()).toEqual(readers);
      expect([...rolled, ...kept].sort()).toEqual(Object.keys(before).sort());
    });

    test('uninstalled, is at once not to be reached from outside', async () => {
      const going = leave(binary, release, namespace);
      left.set(namespace, going);
      // Whoever waits for it says what is wrong.
      going.catch(() => undefined);
      const ingresses = (): Promise<string> => cluster.kubectl('-n', namespace, 'get', 'ingresses', '-o', 'name');
      await expect.poll(ingresses, { timeout: 120_000, interval: 200 }).toBe('');
    });
  });
});

// Those before them are looked at before the namespace is used again.
test.each(ways)('$way, leaves nothing that runs when it is uninstalled', async ({ namespace }) => {
  expect(left.has(namespace)).toBe(true);
  await expectGone(namespace);
});
