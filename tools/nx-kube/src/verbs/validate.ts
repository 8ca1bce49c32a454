import { relative } from 'node:path';

import { evaluateStack, type Stack } from '@nx-kube/manifests';
import { checkObjects, type Issue } from '@nx-kube/manifests/checks';

import { describeError, PluginError } from '../error.ts';
import type { OwnEvent } from '../report/events.ts';
import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface ValidateOptions {
  readonly stack: string;
  readonly environment?: string;
  readonly kubernetesVersion?: string;
}

/** Evaluates and checks every environment, or one; reports the faults of all before it fails. Needs no cluster. */
export async function run(options: ValidateOptions, { root, emit }: World): Promise<Outcome> {
  const stack = await loadStack(root, options.stack);
  if (options.environment !== undefined) requireEnvironment(stack, options.environment);
  const environments = options.environment === undefined ? Object.keys(stack.environments) : [options.environment];
  let outcome: Outcome = 'done';
  for (const environment of environments) {
    try {
      const { issues, count } = checkEnvironment(stack, environment, options);
      const placed = issues.map((issue) => withRelativeSource(issue, root));
      for (const event of eventsOf(environment, placed, count)) emit(event);
      if (issues.length > 0) outcome = 'failed';
    } catch (error) {
      if (error instanceof PluginError) throw error;
      outcome = 'failed';
      emit({ type: 'error', ...describeError(error) });
    }
  }
  return outcome;
}

/** @returns `count` of the objects that the environment has */
function checkEnvironment(
  stack: Stack,
  environment: string,
  { kubernetesVersion }: ValidateOptions,
): { issues: readonly Issue[]; count: number } {
  const result = evaluateStack(stack, placeholderInput(stack, environment));
  const { objects, external } = result;
  const { kubeVersion } = stack;
  const range = kubernetesVersion === undefined ? { kubeVersion } : { clusterVersion: kubernetesVersion };
  try {
    const issues = checkObjects(objects, { ...range, external, sourceOf: (object) => result.sourceOf(object) });
    return { issues, count: objects.length };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const fix = 'name a version with --kubernetes-version, or in kubeVersion of the stack';
    throw new PluginError('USAGE', { doing: 'check the manifests', because: error.message, fix }, error);
  }
}

/** An environment that is good is one line; else its objects with faults, and below each what is wrong with it. */
function eventsOf(environment: string, issues: readonly Issue[], count: number): readonly OwnEvent[] {
  if (issues.length === 0) return [{ type: 'note', kind: 'valid', message: `${environment}: ${count} objects` }];
  const faulty = [...Map.groupBy(issues, ({ object }) => object)];
  const found = `${environment}: ${issues.length} issues in ${faulty.length} of ${count} objects`;
  return [
    { type: 'note', kind: 'invalid', message: found },
    ...faulty.flatMap(([name, of]): readonly OwnEvent[] => [
      { type: 'object', name, state: 'faulty', message: of[0]?.source ?? '' },
      ...of.map((issue) => ({ type: 'issue', environment, ...issue }) as const),
    ]),
  ];
}

function withRelativeSource({ source, ...issue }: Issue, root: string): Issue {
  return source === undefined ? issue : { ...issue, source: relative(root, source) };
}
