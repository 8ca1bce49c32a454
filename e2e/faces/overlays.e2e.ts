import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { KubeObject } from '@nx-kube/kube';
import { ManifestError } from '@nx-kube/manifests';
import stack from '../../deploy/stack.ts';
import { testSecrets } from '../../deploy/testing/secrets.ts';
import { overlays, type Overlay } from './overlay-arbitrary.ts';
import { evaluated, objectsOf, todoChart, type HelmBinary } from './todo-chart.ts';

const chart = todoChart();
afterAll(() => chart.remove());

/** OVERLAY_SEED runs the same overlays again. */
const seed = Number(process.env['OVERLAY_SEED'] ?? Date.now() % 2 ** 31);
const samples = fc.sample(overlays(stack.schema, { secrets: testSecrets }), { numRuns: 1000, seed });

/** What Helm says where values are at fault; anything else it stumbles over is a fault of the chart. */
const REFUSED = /values don't meet the specifications of the schema|execution error at .*--set secrets\./;

type Verdict = { readonly objects: Readonly<Record<string, KubeObject>> } | { readonly refused: true };

function byEvaluation(values: Overlay): Verdict {
  try {
    return { objects: evaluated({ values, secrets: {}, chart: true }) };
  } catch (error) {
    if (error instanceof ManifestError && (error.code === 'BAD_VALUES' || error.code === 'REQUIRED'))
      return { refused: true };
    throw error;
  }
}

async function byHelm(helm: HelmBinary, values: Overlay, name: string): Promise<Verdict> {
  const outcome = await chart.helm(helm, 'template', '--skip-tests', '-f', chart.values(name, values));
  if (outcome.code === 0) return { objects: objectsOf(outcome.stdout) };
  if (REFUSED.test(outcome.all)) return { refused: true };
  throw new Error(outcome.all);
}

/** Every fifth by Helm 3, the others by Helm 4; two at a time. A thousand starts take longer than other tests may. */
test(`1000 overlays render the same by both, or both refuse them (seed ${seed})`, async () => {
  const counts = { rendered: 0, refused: 0 };
  const queue = samples.entries();
  const worker = async (): Promise<void> => {
    for (const [index, values] of queue) {
      const about = `seed ${seed}, overlay ${index}: ${JSON.stringify(values)}`;
      const expected = byEvaluation(values);
      const actual = await byHelm(index % 5 === 0 ? 'helm3' : 'helm', values, `overlay-${index}`).catch(
        (error: unknown) => {
          throw new Error(about, { cause: error });
        },
      );
      expect(actual, about).toEqual(expected);
      counts['refused' in expected ? 'refused' : 'rendered'] += 1;
    }
  };
  await Promise.all([worker(), worker()]);
  expect(counts.rendered + counts.refused).toBe(samples.length);
  // Both answers occur often enough to mean something.
  expect(Math.min(counts.rendered, counts.refused), JSON.stringify(counts)).toBeGreaterThan(200);
}, 900_000);
