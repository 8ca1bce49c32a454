import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultsOf, planOf, workload } from '../testing/local-stack.ts';
import { processNames } from './process-names.ts';

interface Shape {
  readonly name: string;
  readonly replicas: number;
  readonly steps: readonly string[];
}

function treeOf(shapes: readonly Shape[]): readonly object[] {
  return shapes.map(({ name, replicas, steps }) => {
    const initContainers = steps.map((step) => ({ name: step, image: 'web:local' }));
    return workload({ name, spec: { replicas }, pod: { initContainers } });
  });
}

function namesOf({ name, replicas, steps }: Shape): readonly string[] {
  const init = steps.map((step) => ({ name: step }));
  return processNames({ name, init }, replicas);
}

test('steps come before replicas, which are counted from 1', () => {
  expect(namesOf({ name: 'web', replicas: 2, steps: ['migrate', 'seed'] })).toEqual([
    'web-migrate',
    'web-seed',
    'web-1',
    'web-2',
  ]);
});

test.each([
  {
    what: 'a replica of its own workload',
    shapes: [{ name: 'web', replicas: 1, steps: ['1'] }],
    at: 'Deployment demo/web',
  },
  {
    what: 'a replica of another workload',
    shapes: [
      { name: 'web', replicas: 1, steps: ['two-1'] },
      { name: 'web-two', replicas: 1, steps: [] },
    ],
    at: 'Deployment demo/web',
  },
  {
    what: 'a step of another workload',
    shapes: [
      { name: 'web', replicas: 1, steps: ['two-seed'] },
      { name: 'web-two', replicas: 1, steps: ['seed'] },
    ],
    at: 'Deployment demo/web-two',
  },
])('a step that would be called like $what is a fault', ({ shapes, at }) => {
  expect(faultsOf(treeOf(shapes))).toEqual([`${at} spec.template.spec.initContainers[0].name`]);
});

/** Few parts, so that names meet. */
const part = fc.array(fc.constantFrom('a', '1', '2'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('-'));
const shapes = fc.uniqueArray(
  fc.record({
    name: part.map((name) => `w-${name}`),
    replicas: fc.integer({ min: 0, max: 3 }),
    steps: fc.uniqueArray(part, { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
);

test('a stack is refused exactly where two processes would share a name', () => {
  fc.assert(
    fc.property(shapes, (some) => {
      const names = some.flatMap(namesOf);
      const faults = faultsOf(treeOf(some));
      expect(faults.length > 0).toBe(new Set(names).size < names.length);
      if (faults.length > 0) return;
      const planned = planOf(treeOf(some)).workloads.flatMap((one) => processNames(one, one.replicas));
      expect(planned.toSorted()).toEqual(names.toSorted());
    }),
  );
});
