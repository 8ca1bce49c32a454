import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { checkoutIn } from '../support/checkout.ts';
import { check, run } from '../support/run.ts';

const apps = ['backend', 'frontend', 'mcp'];
const clone = checkoutIn(inject('clone'));

const reference = (app: string): string => (JSON.parse(clone.read(`dist/images/${app}.json`)) as { ref: string }).ref;
const references = (): Record<string, string> => Object.fromEntries(apps.map((app) => [app, reference(app)]));
const exists = async (ref: string): Promise<boolean> => (await run('docker', ['image', 'inspect', ref])).code === 0;

async function build(...projects: string[]): Promise<string> {
  const outcome = await clone.bin(['nx', 'run-many', '-t', 'docker-build', '-p', projects.join(',')]);
  expect(outcome.code, outcome.all).toBe(0);
  return outcome.all;
}

async function nx(...args: string[]): Promise<string> {
  const outcome = await clone.bin(['nx', ...args]);
  expect(outcome.code, outcome.all).toBe(0);
  return outcome.all;
}

afterAll(async () => {
  await clone.restore();
  await check('git', ['checkout', '--quiet', 'origin/HEAD'], { cwd: clone.folder });
});

test('nx graph draws the workspace, with the edges of the deploy', async () => {
  await nx('graph', '--file=graph.html');
  await nx('graph', '--file=graph.json');
  const { graph } = JSON.parse(clone.read('graph.json')) as {
    graph: { dependencies: Record<string, { target: string }[]> };
  };
  const uses = (name: string): string[] => (graph.dependencies[name] ?? []).map(({ target }) => target);
  expect(uses('deploy')).toEqual(expect.arrayContaining([...apps, 'nx-kube']));
  for (const app of apps) expect(uses(app)).toContain('node-base');
});

test('a global nx on a Node that is too old gets one sentence that says what to do', async () => {
  const old = (
    await check('bash', ['-c', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; command -v node'])
  ).trim();
  const version = await check(old, ['--version']);
  if (!/^v(18|20)\./.test(version)) throw new Error(`this machine's own Node is ${version}: the test needs an old one`);
  const outcome = await run(old, ['node_modules/nx/dist/bin/nx.js', 'show', 'projects'], {
    cwd: clone.folder,
    env: { NX_DAEMON: 'false' },
  });
  expect(outcome.code).not.toBe(0);
  expect(outcome.all).toContain('npx nx');
});

test('the images of the cache traps: removed by hand, A B A B, an edit of nx.json', async () => {
  await build(...apps);
  const a = references();
  for (const app of apps) expect(await exists(reference(app)), app).toBe(true);

  await check('docker', ['rmi', '--force', reference('mcp')]);
  await build('mcp');
  expect(await exists(reference('mcp'))).toBe(true);
  expect(references()).toEqual(a);

  const marker = "\nglobalThis.process.title = 'trap';\n";
  const contents: string[] = [];
  for (const round of [1, 2]) {
    clone.edit('apps/mcp/src/main.ts', /$/, marker);
    await build('mcp');
    contents.push(`B${round} ${reference('mcp')}`);
    expect(await imageText('mcp')).toContain('trap');
    await clone.restore();
    await build('mcp');
    contents.push(`A${round} ${reference('mcp')}`);
    expect(await imageText('mcp')).not.toContain('trap');
  }
  expect(contents[0]?.slice(3)).toBe(contents[2]?.slice(3));
  expect(contents[1]?.slice(3)).toBe(a['mcp']);

  clone.edit('nx.json', '"parallel": 2', '"parallel": 1');
  await build('mcp');
  await clone.restore();
  expect(reference('mcp')).toBe(a['mcp']);
});

test("CI's own nx affected line builds what a change in libs/todo is used by, and nothing else", async () => {
  await keepFewTests();
  await build(...apps);
  const before = references();
  const workflow = parse(readFileSync(join(clone.folder, '.github/workflows/ci.yml'), 'utf8')) as {
    jobs: { affected: { steps: { run?: string }[] } };
  };
  const line = workflow.jobs.affected.steps.map((step) => step.run).find((text) => text?.includes('nx affected'));
  expect(line).toMatch(/^npx nx affected -t /);
  clone.edit(
    'libs/todo/src/index.ts',
    /$/,
    "\n/** What the end-to-end test adds. */\nexport const e2eMarker = 'affected';\n",
  );
  clone.edit(
    'apps/mcp/src/main.ts',
    /^/,
    "import { e2eMarker } from '@todo/todo';\nglobalThis.process.title = e2eMarker;\n",
  );
  await clone.commit('test: a change in libs/todo');
  const [, ...words] = (line ?? '').split(' ');
  const outcome = await clone.npx([...words, '--base=HEAD~1']);
  expect(outcome.code, outcome.all).toBe(0);
  const after = references();
  expect(after['mcp']).not.toBe(before['mcp']);
  expect(await exists(after['mcp'] ?? '')).toBe(true);
  const affected = JSON.parse(
    (await clone.bin(['nx', 'show', 'projects', '--affected', '--base=HEAD~1', '--json'])).stdout,
  ) as string[];
  expect(affected).toContain('mcp');
  expect(affected).toContain('deploy');
  for (const name of ['node-base', 'todo-postgres', 'kube', 'apply']) expect(affected).not.toContain(name);
}, 900_000);

/**
 * Leaves each project with many tests the shortest file of them, and commits that. CI's line runs whatever tests there
 * are; whether all of them pass, which takes minutes, is what `npm test` says.
 */
async function keepFewTests(): Promise<void> {
  for (const project of ['apps/backend', 'apps/frontend', 'libs/todo-db']) {
    const list = await check('git', ['ls-files', `${project}/**.test.ts`, `${project}/**.test.tsx`], {
      cwd: clone.folder,
    });
    const [shortest, ...rest] = list
      .split('\n')
      .filter(Boolean)
      .toSorted((a, b) => clone.read(a).length - clone.read(b).length);
    expect(shortest).toBeDefined();
    await check('git', ['rm', '--quiet', ...rest], { cwd: clone.folder });
  }
  await clone.commit('test: few tests');
}

/** The main module of a service's image, read out of the image itself. */
async function imageText(app: string): Promise<string> {
  const script = "process.stdout.write(require('node:fs').readFileSync('/app/main.mjs','utf8'))";
  return check('docker', ['run', '--rm', '--entrypoint', 'node', reference(app), '-e', script]);
}
