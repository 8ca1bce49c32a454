import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineStack, eq, evaluateStack, when, type Stack } from '@nx-kube/manifests';
import { renderKustomize } from '@nx-kube/manifests/kustomize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadAll } from 'js-yaml';
import * as z from 'zod';
import { check } from '../support/run.ts';

const OBJECTS = 400;
// Left out, as Kustomize itself does not keep them: the key `<<`, which it takes for a merge even where it is quoted, and
// the line breaks of YAML 1.1 beyond \n, which it writes into block scalars.
const keys = fc.oneof(
  fc.constantFrom('a', 'b', 'a/b', 'x~y', '~1', '0', 'no', 'on', '1e3', '-', '-1', 'app.kubernetes.io/name', '*'),
  fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme-ascii' }),
);
const texts = fc.oneof(
  fc.constantFrom('', 'no', '0o17', '1_000', '1:30', '~', 'null', '- a', '{{ .Values }}', '$(A)', 'a\nb\n', ' a ', 'é'),
  fc.string({ maxLength: 12 }),
);
const trees = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.boolean(), fc.integer(), fc.maxSafeInteger(), texts),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).tree;
/** Two specs of one object, mostly alike. */
const pairs = fc.tuple(trees, trees, trees, fc.boolean()).map(([same, a, b, gone]) => ({
  before: { same, a, list: [a, same] },
  after: { same, b, list: [same, b], ...(gone ? {} : { a }) },
}));

const Values = z.strictObject({
  namespace: z.strictObject({ name: z.string().default('demo'), create: z.boolean().default(true) }).prefault({}),
  images: z.strictObject({}).prefault({}),
  secrets: z.strictObject({}).prefault({}),
  which: z.enum(['before', 'after']).default('before'),
});

/** Objects of a kind that no program knows, so that none of them takes part in merging them. */
function stackOf(specs: readonly { before: unknown; after: unknown }[]): Stack {
  return defineStack({
    name: 'law',
    schema: Values,
    environments: { after: { which: 'after' } },
    images: {},
    secrets: { name: 'none', specs: [] },
    endpoint: () => ({ url: '', host: '' }),
    smoke: { service: 'none', port: 80, path: '/' },
    objects: (v) =>
      specs.flatMap(({ before, after }, index) => {
        const metadata = { name: `w${index}.x`, namespace: 'demo' };
        const object = (spec: unknown) =>
          ({ apiVersion: 'law.example.com/v1', kind: 'Widget', metadata, spec }) as const;
        // Every seventh object comes, every eleventh goes.
        const old = when(eq(v.which, 'before'), object(before));
        const own = when(eq(v.which, 'after'), object(after));
        return [...(index % 7 === 0 ? [] : [old]), ...(index % 11 === 0 ? [] : [own])];
      }),
  });
}

test('kustomize build of any base with any overlay gives what evaluate gives', async () => {
  const seed = Number(process.env['LAW_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const stack = stackOf(fc.sample(pairs, { numRuns: OBJECTS, seed }));
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-law-'));
  try {
    for (const [name, text] of Object.entries(renderKustomize(stack, { images: {} }))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const text = await check('kustomize', ['build', join(folder, 'overlays/after')]);
    const built = loadAll(text) as Named[];
    const { objects } = evaluateStack(stack, { environment: 'after', images: {}, secrets: {} });
    expect(byName(built), `LAW_SEED=${seed}`).toEqual(byName(objects));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

interface Named {
  readonly metadata: { readonly name: string };
}

function byName(objects: readonly Named[]): Readonly<Record<string, Named>> {
  return Object.fromEntries(objects.map((object) => [object.metadata.name, object]));
}
