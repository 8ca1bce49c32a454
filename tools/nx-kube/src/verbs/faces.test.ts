import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { OwnEvent } from '../report/events.ts';
import type { World } from '../world.ts';
import { run as chart } from './chart.ts';
import { run as chartPackage } from './chart-package.ts';
import { run as compose } from './compose.ts';
import { run as kustomize } from './kustomize.ts';
import { run as render } from './render.ts';

const STACK = `
  import { defineStack, str } from '@nx-kube/manifests';
  import * as z from 'zod';

  const text = (value) => z.string().default(value).describe('A text.');
  export default defineStack({
    name: 'shop',
    schema: z.strictObject({
      namespace: z.strictObject({ name: text('shop'), create: z.boolean().default(false).describe('Or not.') }).prefault({}),
      images: z.strictObject({ web: z.strictObject({ repository: text('web'), tag: text('') }).prefault({}) }).prefault({}),
      secrets: z.strictObject({}).prefault({}),
      restart: z.enum(['Always', 'Never']).default('Always').describe('When.'),
    }),
    environments: { prod: { restart: 'Never' } },
    images: { 'shop-web': 'web' },
    secrets: { name: 'none', specs: [] },
    chart: { version: '1.2.3' },
    endpoint: () => ({ url: '', host: '' }),
    smoke: { service: 'web', port: 80, path: '/' },
    objects: (v) => [{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: v.namespace.name },
      spec: { restartPolicy: v.restart, containers: [{ name: 'web', image: str\`\${v.images.web.repository}:\${v.images.web.tag}\` }] },
    }],
  });
`;
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  symlinkSync(join(import.meta.dirname, '../../../../node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'dist/images'), { recursive: true });
  writeFileSync(join(root, 'stack.mjs'), STACK);
});
afterAll(() => rmSync(root, { recursive: true }));

const stage = (ref: string): void =>
  writeFileSync(join(root, 'dist/images/shop-web.json'), JSON.stringify({ ref, digest: 'sha256:0' }));
const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
    .toSorted();

function world(underNx = false): World & { readonly events: OwnEvent[] } {
  const events: OwnEvent[] = [];
  const emit: World['emit'] = (event) => void events.push(event as OwnEvent);
  return { root, env: {}, signal: new AbortController().signal, emit, underNx, events };
}

test('without the references of its images no face is written', async () => {
  const options = { stack: 'stack.mjs' };
  for (const work of [chart, chartPackage, compose, kustomize]) {
    await expect(work(options, world())).rejects.toMatchObject({ code: 'NOT_STAGED' });
  }
  expect(files('dist')).toEqual([]);
});

test('every face has its place below dist/deploy, and none disturbs another', async () => {
  stage('registry:5000/web:0123');
  const options = { stack: 'stack.mjs' };
  expect(await render({ ...options, environment: 'prod' }, world())).toBe('done');
  for (const work of [chart, chartPackage, compose, kustomize, chart, compose]) {
    expect(await work(options, world())).toBe('done');
  }
  expect(files('dist/deploy')).toEqual(
    expect.arrayContaining([
      'compose.yaml',
      'helm/shop-1.2.3.tgz',
      'helm/shop/Chart.yaml',
      'helm/shop/templates/web-pod.yaml',
      'kustomize/base/kustomization.yaml',
      'kustomize/overlays/prod/web-pod.patch.yaml',
      'prod/k8s/web-pod.yaml',
    ]),
  );
});

test('an environment that is not there is named with the ones that are', async () => {
  const options = { stack: 'stack.mjs', environment: 'prot' };
  for (const work of [render, compose]) {
    await expect(work(options, world())).rejects.toMatchObject({
      code: 'UNKNOWN_ENVIRONMENT',
      fix: 'did you mean prod?',
    });
  }
});

test('a folder outside of the workspace is written, with a word on what the cache of Nx does not know', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  try {
    const [byNx, byHand] = [world(true), world()];
    for (const each of [byNx, byHand]) await kustomize({ stack: 'stack.mjs', outputPath: elsewhere }, each);
    expect(byNx.events).toContainEqual(expect.objectContaining({ kind: 'outside' }));
    expect(byHand.events).not.toContainEqual(expect.objectContaining({ kind: 'outside' }));
    expect(readdirSync(elsewhere)).toContain('base');
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});
