import { type KubeObject, podSpecOf } from '@nx-kube/kube';
import { evaluateStack, type Stack } from '@nx-kube/manifests';

import { placeholderInput } from '../stack/placeholder-input.ts';

interface Labelled {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
  };
}

/**
 * The workload that answers the request which shows that the whole works: a run without it can't be asked. Pure.
 *
 * @returns `undefined` when none of the stack's workloads does
 */
export function smokeWorkload(stack: Stack): string | undefined {
  const [environment = ''] = Object.keys(stack.environments);
  const { objects } = evaluateStack(stack, placeholderInput(stack, environment));
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === stack.smoke.service);
  const selector = Object.entries((service as Labelled | undefined)?.spec?.selector ?? {});
  const isBehind = (object: KubeObject): boolean => {
    const labels = (object as Labelled).spec?.template?.metadata?.labels ?? {};
    return podSpecOf(object) !== undefined && selector.every(([name, value]) => labels[name] === value);
  };
  return selector.length === 0 ? undefined : objects.find(isBehind)?.metadata.name;
}
