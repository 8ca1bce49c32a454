import { evaluateStack } from '../stack/evaluate-stack.ts';
import type { LocalAddress, Stack, StackInput, StackResult } from '../stack/stack.ts';
import { mergeValues } from '../values/merge.ts';
import type { LocalPlan } from './plan.ts';

/** What a stack is planned for. No image is asked for: a process runs what the project has built. */
export interface LocalInput extends Pick<StackInput, 'environment' | 'namespace' | 'secrets'>, LocalAddress {}

/**
 * The stack as processes of one machine, read off the evaluated objects. Pure.
 *
 * @throws {ManifestError} as `evaluateStack`, and `NOT_LOCAL` with everything that processes cannot do
 */
export function planLocal(stack: Stack, input: LocalInput): LocalPlan {
  const { smoke } = evaluateLocal(stack, input);
  return { stack: stack.name, workloads: [], services: [], routes: [], smoke };
}

function evaluateLocal(stack: Stack, { origins, secrets, ...input }: LocalInput): StackResult {
  const overlay = mergeValues({}, stack.local({ origins })) as { readonly secrets?: object };
  // What a person keeps for a cluster, such as its public address, is not where this machine is reached.
  const given = Object.entries(secrets).filter(([name]) => !Object.hasOwn(overlay.secrets ?? {}, name));
  const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:local`]));
  return evaluateStack(stack, { ...input, images, secrets: Object.fromEntries(given), values: overlay });
}
