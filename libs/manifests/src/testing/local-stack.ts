import type { LocalPlan } from '../local/plan.ts';
import { planLocal } from '../local/plan-local.ts';
import type { ManifestError } from '../error.ts';
import { demo } from './demo-stack.ts';

/** Parts of a workload that a test cares about; everything else is as plain as it can be. */
export interface WorkloadParts {
  readonly name?: string;
  readonly kind?: string;
  /** Of the object's spec. */
  readonly spec?: object;
  readonly pod?: object;
  readonly container?: object;
}

/** A workload of one container, with an image that a project of the demo makes, and the label `app` with its name. */
export function workload({ name = 'web', kind = 'Deployment', spec, pod, container }: WorkloadParts = {}): object {
  const labels = { app: name };
  const containers = [{ name, image: 'web:local', ...container }];
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name, namespace: 'demo' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...pod } },
      ...spec,
    },
  };
}

/** A Service that leads to the workload of the same name. */
export function serviceOf(name: string, spec: object = {}): object {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'demo' },
    spec: { selector: { app: name }, ports, ...spec },
  };
}

/** Any object but a workload. */
export function other(kind: string, name: string, fields: object): object {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'demo' }, ...fields };
}

/** The plan of the demo with this tree. */
export function planOf(tree: readonly unknown[]): LocalPlan {
  return planLocal({ ...demo, tree }, { secrets: {}, origins: [] });
}

/** Where the faults of such a plan are; none if it has none. */
export function faultsOf(tree: readonly unknown[]): readonly string[] {
  try {
    planOf(tree);
  } catch (error) {
    const { code, issues } = error as ManifestError;
    if (code !== 'NOT_LOCAL') throw error;
    return issues.map(({ path }) => path);
  }
  return [];
}
