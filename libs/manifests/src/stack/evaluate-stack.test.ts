import { expect, test } from 'vitest';
import { ManifestError } from '../error.ts';
import { demo, demoImages } from '../testing/demo-stack.ts';
import { evaluateStack } from './evaluate-stack.ts';

const input = { environment: 'small', images: demoImages, secrets: {} };
const names = (objects: readonly { kind: string; metadata: { name: string } }[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

function errorOf(run: () => unknown): ManifestError {
  try {
    run();
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('a document whose condition does not hold is left out', () => {
  expect(names(evaluateStack(demo, input).objects)).toEqual(['Namespace demo', 'Secret keys', 'Pod web', 'Pod store']);
  const given = evaluateStack(demo, { ...input, secrets: { url: 'x' }, values: { namespace: { create: false } } });
  expect(names(given.objects)).toEqual(['Secret keys', 'Pod web']);
});

test('the images are those that the pods really use', () => {
  expect(evaluateStack(demo, input).images).toEqual([
    { project: 'web', ref: 'registry:5000/web:0123' },
    { project: 'demo-store', ref: 'store:4567' },
  ]);
  const { images } = evaluateStack(demo, { ...input, secrets: { url: 'x' } });
  expect(images.map(({ project }) => project)).toEqual(['web']);
});

test('an image that an overlay names is used instead of the one that was built', () => {
  const values = { images: { web: { repository: 'nginx', tag: '1.29' } } };
  const { objects, images } = evaluateStack(demo, { ...input, values });
  expect(objects[2]).toMatchObject({ spec: { containers: [{ image: 'nginx:1.29' }] } });
  expect(images.map(({ project }) => project)).toEqual(['demo-store']);
});

test('an overlay wins over the environment, the environment over the defaults', () => {
  const pods = (more: object): unknown =>
    (evaluateStack(demo, { ...input, ...more }).values as unknown as { pods: number }).pods;
  expect([pods({}), pods({ environment: 'large' }), pods({ environment: 'large', values: { pods: 3 } })]).toEqual([
    1, 9, 3,
  ]);
});

test('a namespace that is given replaces the one of the values, in every object', () => {
  const { namespace, objects } = evaluateStack(demo, { ...input, namespace: 'other' });
  expect(namespace).toBe('other');
  expect(objects.map(({ metadata }) => metadata.namespace ?? metadata.name)).toEqual(Array(4).fill('other'));
});

test('a secret that is empty is one that is absent', () => {
  const values = { secrets: { url: 'from-overlay' } };
  const { values: merged } = evaluateStack(demo, { ...input, values, secrets: { url: '' } });
  expect(merged.secrets).toEqual({ url: 'from-overlay', token: '' });
});

test.each([
  { code: 'UNKNOWN_ENVIRONMENT', when: 'the environment is unknown', more: { environment: 'toString' } },
  { code: 'MISSING_IMAGE', when: 'an image has no reference', more: { images: { web: 'web:1' } } },
  { code: 'BAD_VALUES', when: 'a value is of the wrong type', more: { values: { pods: 'two' } } },
  { code: 'BAD_VALUES', when: 'a secret is too short', more: { secrets: { token: 'canary' } } },
])('the error is $code when $when', ({ code, more }) => {
  const error = errorOf(() => evaluateStack(demo, { ...input, ...more }));
  expect(error.code).toBe(code);
  expect(`${error.message}${JSON.stringify(error)}`).not.toContain('canary');
});

test('a short secret is named by its path', () => {
  const error = errorOf(() => evaluateStack(demo, { ...input, secrets: { token: 'canary' } }));
  expect(error.issues).toEqual([expect.objectContaining({ path: 'secrets.token' })]);
});
