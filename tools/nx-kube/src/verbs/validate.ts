import { checkObjects, evaluateStack, type Stack } from '@nx-kube/manifests';

import { describeError } from '../error.ts';
import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import { requireValid } from '../stack/require-valid.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface ValidateOptions {
  readonly stack: string;
  readonly environment?: string;
}

/** Evaluates and checks every environment, or one; reports the faults of all before it fails. Needs no cluster. */
export async function run(options: ValidateOptions, { root, emit }: World): Promise<Outcome> {
  const stack = await loadStack(root, options.stack);
  if (options.environment !== undefined) requireEnvironment(stack, options.environment);
  const environments = options.environment === undefined ? Object.keys(stack.environments) : [options.environment];
  let outcome: Outcome = 'done';
  for (const environment of environments) {
    try {
      emit({ type: 'note', kind: 'valid', message: `${environment}: ${checkEnvironment(stack, environment)} objects` });
    } catch (error) {
      outcome = 'failed';
      emit({ type: 'error', ...describeError(error) });
    }
  }
  return outcome;
}

/** @returns how many objects the environment has */
function checkEnvironment(stack: Stack, environment: string): number {
  const { objects } = evaluateStack(stack, placeholderInput(stack, environment));
  requireValid(checkObjects(objects), `environment ${environment}`);
  return objects.length;
}
