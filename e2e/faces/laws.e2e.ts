import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toYaml } from '@nx-kube/kube';
import { defineStack, evaluateStack, type Stack } from '@nx-kube/manifests';
import { renderChart } from '@nx-kube/manifests/chart';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { check } from '../support/run.ts';
import { HELMS } from './todo-chart.ts';
import { trees, TreeValues, treeValues } from './tree-arbitrary.ts';

/** So many trees are one chart: a start of Helm serves them all. */
const TREES = 250;
const STARTS = 24;

/** LAW_SEED runs the same trees again. */
const seed = Number(process.env['LAW_SEED'] ?? Date.now() % 2 ** 31);
const root = mkdtempSync(join(tmpdir(), 'laws-'));
afterAll(() => rmSync(root, { recursive: true }));

const Values = z.strictObject({
  namespace: z.strictObject({ name: z.string().default('laws'), create: z.boolean().default(false) }).prefault({}),
  images: z.strictObject({}).prefault({}),
  secrets: z.strictObject({}).prefault({}),
  tree: TreeValues.prefault({} as z.input<typeof TreeValues>),
});

/** A stack of as many ConfigMaps, whose data no cluster would take, but every template engine has to. */
function stackOf(start: number): Stack {
  return defineStack({
    name: 'laws',
    schema: described(Values),
    environments: {},
    images: {},
    secrets: { name: 'none', specs: [] },
    endpoint: () => ({ url: '', host: '' }),
    smoke: { service: '', port: 0, path: '/' },
    objects: (v) => {
      const of = fc.sample(trees(v.tree), { seed: seed + start, numRuns: TREES });
      return of.map((data, index) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `t${index}` }, data }));
    },
  });
}

/** Every value of a chart must say what it is for. */
function described<S extends z.ZodType>(schema: S): S {
  const { shape, innerType } = schema.def as { shape?: Record<string, z.ZodType>; innerType?: z.ZodType };
  for (const [key, field] of Object.entries(shape ?? {})) {
    const inner = (field.def as { innerType?: z.ZodType }).innerType ?? field;
    if ((inner.def as { shape?: unknown }).shape) described(inner);
    else if (shape && !field.description) shape[key] = field.describe('A value.');
  }
  if (innerType) described(innerType);
  return schema;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Every fourth start is one of Helm 3. */
test.each(Array.from({ length: STARTS }, (_, start) => ({ start, helm: start % 4 === 3 ? HELMS[1] : HELMS[0] })))(
  `start $start of $helm: ${TREES} trees give what evaluate gives (seed ${seed})`,
  async ({ start, helm }) => {
    const stack = stackOf(start);
    const [tree] = fc.sample(treeValues, { seed: seed + start, numRuns: 1 });
    const folder = join(root, String(start));
    write(join(folder, 'laws'), renderChart(stack, { images: {} }));
    write(folder, { 'values.yaml': toYaml({ tree }) });
    const yaml = await check(helm, ['template', 'laws', join(folder, 'laws'), '-f', join(folder, 'values.yaml')]);
    const objects = loadAll(yaml).filter((document) => document !== null) as { metadata: { name: string } }[];
    const byName = new Map(objects.map((object) => [object.metadata.name, object]));
    const { objects: expected } = evaluateStack(stack, { images: {}, secrets: {}, values: { tree }, chart: true });
    expect(byName.size).toBe(TREES);
    for (const object of expected) {
      const about = `seed ${seed}, start ${start}, ${object.metadata.name}, values ${JSON.stringify(tree)}`;
      expect(byName.get(object.metadata.name), about).toEqual(object);
    }
  },
);
