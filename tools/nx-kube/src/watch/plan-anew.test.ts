import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, onTestFinished, test } from 'vitest';

import { planAnew } from './plan-anew.ts';

const MANIFESTS = pathToFileURL(join(import.meta.dirname, '../../../../libs/manifests/src/index.ts')).href;
const ZOD = import.meta.resolve('zod');

const STACK = `
import { defineStack, str } from '${MANIFESTS}';
import * as z from '${ZOD}';
import { mood } from './mood.ts';

console.log('a stack may print');
const labels = { app: 'shop' };
const image = z.strictObject({ repository: z.string().default('shop'), tag: z.string().default('') }).prefault({});

export default defineStack({
  name: 'small',
  schema: z.strictObject({
    namespace: z.strictObject({ name: z.string().default('shop'), create: z.boolean().default(false) }).prefault({}),
    images: z.strictObject({ shop: image }).prefault({}),
    secrets: z.strictObject({ token: z.string().default('') }).prefault({}),
  }),
  environments: { minikube: {} },
  images: { shop: 'shop' },
  secrets: {
    name: 'keys',
    specs: [{ key: 'TOKEN', value: 'token', env: 'SHOP_TOKEN', generate: 'hex32', describe: 'Any text.' }],
  },
  endpoint: () => ({ url: '', host: '' }),
  smoke: { service: 'shop', port: 80, path: '/' },
  objects: (v) => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop', namespace: v.namespace.name },
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'shop', namespace: v.namespace.name, labels },
      spec: {
        containers: [
          {
            name: 'shop',
            image: str\`\${v.images.shop.repository}:\${v.images.shop.tag}\`,
            env: [{ name: 'MOOD', value: mood }],
          },
        ],
      },
    },
  ],
});
`;

/** A workspace with a stack in two modules. */
function workspaceOf(stack = STACK): { readonly root: string; readonly say: (mood: string) => void } {
  const root = mkdtempSync(join(tmpdir(), 'nx-kube-plan-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'stack.ts'), stack);
  const say = (mood: string): void => writeFileSync(join(root, 'mood.ts'), `export const mood: string = ${mood};\n`);
  say("'good'");
  return { root, say };
}

/** Those that run. */
const remembered = new Set<number>();
const children = {
  remember: ({ pid }: { readonly pid: number }): void => void remembered.add(pid),
  forget: (pid: number): void => void remembered.delete(pid),
};
const env = { PATH: process.env['PATH'] };

const ask = (root: string, stored = {}, { signal } = new AbortController()): ReturnType<typeof planAnew> =>
  planAnew({ root, stack: 'stack.ts', origins: ['http://localhost:1'], stored }, { env, signal, children });

test('every evaluation is of what the modules say by then', async () => {
  const { root, say } = workspaceOf();
  const moods: unknown[] = [];
  for (const mood of ['good', 'better']) {
    say(`'${mood}'`);
    const answer = await ask(root);
    moods.push(answer.ok ? answer.plan.workloads[0]?.container.env : answer.error);
  }
  expect(moods).toEqual([{ MOOD: 'good' }, { MOOD: 'better' }]);
});

test('secrets that it makes up come with it, and those of before stay', async () => {
  const { root } = workspaceOf();
  const first = await ask(root);
  const kept = first.ok ? first.kept : {};
  expect(Object.keys(kept)).toEqual(['TOKEN']);
  const second = await ask(root, kept);
  expect(second).toMatchObject({ ok: true, kept, sources: [] });
});

test.each([
  ['what is no TypeScript', "= 'good'", 'BAD_STACK', /Expression expected/],
  ['what throws', "(() => { throw new TypeError('not in the mood') })()", 'BAD_STACK', /TypeError: not in the mood/],
  ['what ends the process', '(() => process.exit(3))()', 'BAD_STACK', /it ended the process that evaluates it/],
])('%s is told as the fault of the stack', async (_, mood, code, because) => {
  const { root, say } = workspaceOf();
  say(mood);
  expect(await ask(root)).toMatchObject({ ok: false, error: { code, because: expect.stringMatching(because) } });
});

test('what processes of one machine cannot do is told as it is at the start', async () => {
  const { root } = workspaceOf(STACK.replace(/image: str.*,/, "image: 'somebody/else:1',"));
  expect(await ask(root)).toMatchObject({
    ok: false,
    error: { code: 'NOT_LOCAL', because: expect.stringMatching(/image/) },
  });
});

test('an evaluation that hangs is ended', async () => {
  const { root, say } = workspaceOf();
  say("await new Promise((resolve) => setInterval(() => 0, 1000)) ?? ''");
  const abort = new AbortController();
  const answer = ask(root, {}, abort);
  expect(remembered.size).toBe(1);
  setTimeout(() => abort.abort(), 300);
  expect((await answer).ok).toBe(false);
  expect(remembered.size).toBe(0);
});
