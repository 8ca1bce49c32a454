import type { KubeObject } from '@nx-kube/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { webStack } from '../testing/web-stack.ts';
import { checkObjects } from './check-objects.ts';

/** Every place in a value, as keys and indexes. */
function placesIn(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

function changed(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Object.defineProperty(copy, key, {
    value: changed((value as Record<string | number, unknown>)[key], rest, to),
    enumerable: true,
  });
  return copy;
}

const sound = webStack();
// The kind itself stays: without it, nothing is an object.
const places = placesIn(sound).filter((path) => path.length > 1 && path[1] !== 'kind' && path[1] !== 'apiVersion');

test('whatever stands anywhere in a stack, the checks say what is wrong and do not stumble', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const issues = checkObjects(changed(sound, path, value) as KubeObject[]);
      for (const { object, path: at, rule, message, fix } of issues)
        expect([object, at, rule, message, fix].every((text) => typeof text === 'string' && text !== '')).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  [{ toString: 0 }],
  [[{ toString: 0 }]],
  [{ a: { toString: 0, valueOf: 0 } }],
  [{ length: 1, toString: null }],
])('nor on %j, which is no text and can not become one', (value) => {
  for (const path of places) {
    const issues = checkObjects(changed(sound, path, value) as KubeObject[]);
    expect(issues.every(({ object }) => object !== '')).toBe(true);
  }
});

test('no value of a Secret gets out, whatever it is', () => {
  const canary = 'canary-of-the-secret';
  const inSecret = places.filter((path) => sound[path[0] as number]?.kind === 'Secret' && path.includes('data'));
  const values = fc.constantFrom<unknown>(canary, [canary], { TOKEN: [canary] }, { TOKEN: { deep: canary } });
  fc.assert(
    fc.property(fc.constantFrom(...inSecret), values, (path, value) => {
      const issues = checkObjects(changed(sound, path, value) as KubeObject[]);
      expect(issues).not.toEqual([]);
      expect(JSON.stringify(issues)).not.toContain(canary);
    }),
  );
});
