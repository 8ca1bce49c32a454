import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';

import { wayIn, type WayInOptions } from './way-in.ts';

const named = (kind: string, name: string, spec: object = {}): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind,
  metadata: { name },
  spec,
});

/** A cluster with one Ingress, these classes, and an application that answers like this. */
function options(answer: { status: number; body: string } | Error, classes: readonly string[]): WayInOptions {
  const objects = [
    named('Ingress', 'web', { ingressClassName: 'nginx' }),
    ...classes.map((name) => named('IngressClass', name)),
  ];
  return {
    cluster: {
      list: (_, kind) =>
        Promise.resolve({ items: objects.filter((object) => object.kind === kind), resourceVersion: '1' }),
      serviceGet: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
    },
    namespace: 'shop',
    smoke: { service: 'web', port: 80, path: '/status' },
    signal: new AbortController().signal,
  };
}

const well = { status: 200, body: '{}' };
const ill = { status: 503, body: JSON.stringify({ web: { status: 'ok' }, database: { status: 'down' } }) };

test.each([
  ['answers, by an Ingress that is served', well, ['nginx'], []],
  ['says what is not ok', ill, ['nginx'], ['SMOKE']],
  ['does not answer', new Error('no answer'), ['nginx'], ['SMOKE']],
  ['answers, and nobody serves its Ingress', well, ['traefik'], ['INGRESS_CLASS_MISSING']],
])('an application that %s', async (_, answer, classes, codes) => {
  expect((await wayIn(options(answer, classes))).map(({ code }) => code)).toEqual(codes);
});

test('the part that is not ok is named', async () => {
  const [problem] = await wayIn(options(ill, ['nginx']));
  expect(problem?.because).toContain('503, database down');
});
