import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { KubeObject } from '@nx-kube/kube';
import { renderChart } from '@nx-kube/manifests/chart';
import { renderKustomize } from '@nx-kube/manifests/kustomize';
import { loadAll } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import { examples, stacks } from '../../libs/manifests/examples/support/examples.ts';
import { check, run } from '../support/run.ts';

const root = mkdtempSync(join(tmpdir(), 'examples-'));
const names = ['microservices-demo', 'guestbook'] as const;
const both = names.flatMap((name) => (['helm', 'helm3'] as const).map((helm) => ({ name, helm })));

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes files into a folder of their own, and gives its path. */
function written(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(root, folder);
}

function named(objects: readonly KubeObject[]): Readonly<Record<string, KubeObject>> {
  return Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

function read(yaml: string): readonly KubeObject[] {
  return loadAll(yaml).filter((document) => document !== null && document !== undefined) as KubeObject[];
}

test.each(both)('the chart of $name gives the published objects under $helm', async ({ name, helm }) => {
  const chart = written(`${helm}/${name}`, renderChart(stacks[name], { images: {} }));
  const lint = await run(helm, ['lint', '--strict', chart]);
  expect(lint.all).toContain('0 chart(s) failed');
  expect(lint.all).not.toContain('[WARNING]');
  const objects = read(await check(helm, ['template', name, chart]));
  expect(objects).toHaveLength(examples[name].length);
  expect(named(objects)).toEqual(named(examples[name]));
});

test.each(names)('the Kustomize base of %s gives the published objects', async (name) => {
  const folder = written(`kustomize/${name}`, renderKustomize(stacks[name], { images: {} }));
  const objects = read(await check('kustomize', ['build', join(folder, 'base')]));
  expect(objects).toHaveLength(examples[name].length);
  expect(named(objects)).toEqual(named(examples[name]));
});
